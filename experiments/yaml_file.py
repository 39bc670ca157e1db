"""Reading a YAML file, with one clear sentence when it cannot be read."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from sim.errors import InputError


class _Loader(yaml.SafeLoader):
    """A safe loader that refuses what YAML lets pass: a key given twice, the earlier one lost, and endless blocks."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        return super().construct_object(node, deep=True)  # depth first, it meets a block inside itself and says so

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if (key.tag, str(key.value)) in seen:
                raise yaml.MarkedYAMLError(problem=f"key {key.value!r} is given twice", problem_mark=key.start_mark)
            if key.tag != "tag:yaml.org,2002:merge":
                seen.add((key.tag, str(key.value)))
        return super().construct_mapping(node, deep=deep)


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the content of a YAML file; raise InputError if it is absent, empty, not UTF-8 or no block of keys."""
    text = _text(path)
    try:
        data = yaml.load(text, Loader=_Loader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise InputError(f"{path}, line {line}: it holds a character that YAML does not allow.") from None
    except yaml.MarkedYAMLError as error:
        raise InputError(f"{path}, {_problem(error)}.") from None
    if data is None:
        raise InputError(f"{path} is empty; expected a scenario: name, title, institution, demand, designs, baseline.")
    if not isinstance(data, dict):
        kind = "a list" if isinstance(data, list) else "a mere text"
        raise InputError(f"{path} holds {kind}; expected a block of keys such as name, title, designs.")
    return data


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{path} does not exist; expected a scenario file.") from None
    except IsADirectoryError:
        raise InputError(f"{path} is a folder; expected a scenario file.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8 text (GBK, perhaps); save it as UTF-8.") from None


def _problem(error: yaml.MarkedYAMLError) -> str:
    """Say at which line the file is no YAML, and why; what is left open is told where it begins."""
    open_ended = error.context == "while scanning a simple key"
    mark = error.context_mark if open_ended and error.context_mark else error.problem_mark
    context = f"{error.context} " if error.problem and error.problem.startswith("but ") else ""
    return f"line {mark.line + 1 if mark else 1}: {context}{error.problem}"
