"""What commands say: results on stdout; notices, logging and progress on stderr."""

from __future__ import annotations

import locale
import logging
import sys
from typing import Any, Self

import click


def print_json(data: object) -> None:
    """Print JSON on stdout, in UTF-8 whatever the terminal says."""
    from experiments.store import to_json

    sys.stdout.buffer.write(to_json(data).encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()


def log(verbose: int) -> None:
    """Let notices be told on stderr, and the log as far as `verbose` asks for it."""
    level = (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    logging.basicConfig(stream=sys.stderr, level=level, format="%(levelname)s %(name)s: %(message)s")
    notices = logging.getLogger("tiaokuai.notices")  # what anybody who waits should know
    if not notices.handlers:
        notices.addHandler(_Notices())
        notices.setLevel(logging.INFO)
        notices.propagate = False
    if not verbose:  # a home that cannot be written to is no news to who asked for a report
        logging.getLogger("matplotlib").setLevel(logging.ERROR)
    if locale.getpreferredencoding(False).lower() not in ("utf-8", "utf8") and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")  # Chinese in a terminal that says it is plain ASCII
        sys.stderr.reconfigure(encoding="utf-8")


class _Notices(logging.Handler):
    """Says on stderr, as it is now, what anybody who waits should know."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print the message of a record."""
        click.echo(record.getMessage(), err=True)


class Bar:
    """A progress bar on stderr, one for each stage."""

    def __init__(self) -> None:
        self._stage = ""
        self._bar: Any = None

    def show(self, stage: str, done: int, total: int) -> None:
        """Show that `done` runs of `total` are done; a total of 0 means that it is not known."""
        from tqdm import tqdm

        if stage != self._stage:
            self.close()
            every = 0.2 if sys.stderr.isatty() else 10.0
            self._bar = tqdm(total=total or None, desc=stage, unit="run", file=sys.stderr, mininterval=every)
            self._stage, self._before = stage, 0
        if done < self._before:  # a further round of the same stage
            self._before = 0
        self._bar.update(done - self._before)
        self._before = done

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the last state of the bar on the screen."""
        if self._bar is not None:
            self._bar.close()
            self._bar, self._stage = None, ""


class CountingBar:
    """A progress bar on stderr that begins with what is done already, and counts what failed."""

    def __init__(self) -> None:
        self._bar: Any = None

    def show(self, done: int, total: int, failed: int) -> None:
        """Show how many of `total` runs are done, and how many failed."""
        from tqdm import tqdm

        if self._bar is None:
            every = 0.2 if sys.stderr.isatty() else 10.0
            self._bar = tqdm(total=total, initial=done + failed, unit="run", file=sys.stderr, mininterval=every)
        self._bar.set_postfix_str(f"{failed} failed", refresh=False)
        self._bar.update(done + failed - self._bar.n)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
