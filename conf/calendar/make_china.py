"""Write china_working_days.csv: the days on which mainland China departs from Monday to Friday.

    python -m conf.calendar.make_china

Only the exceptions are kept: weekdays that are holidays, and weekend days worked in exchange (调休).
They come from the package chinesecalendar (in the extra `dev`), which follows the yearly notices of the
State Council. To publish a further year, raise LAST_YEAR once the package knows it. Orders of a single
province or city, like those that kept firms closed in February 2020, are not in the notices.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from chinese_calendar import get_holiday_detail

FIRST_YEAR = 2019
LAST_YEAR = 2026
CSV_FILE = Path(__file__).with_name("china_working_days.csv")
COLUMNS = ("date", "working", "name_zh", "name_en")
NAMES_ZH = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}


def exceptions() -> Iterator[tuple[str, int, str, str]]:
    """Yield one row per exception, in order of date: date, 1 if worked, name in Chinese, name in English."""
    day = date(FIRST_YEAR, 1, 1)
    while day.year <= LAST_YEAR:
        free, occasion = get_holiday_detail(day)
        is_weekday = day.weekday() < 5
        if free and is_weekday:
            yield day.isoformat(), 0, NAMES_ZH[occasion], occasion
        elif not free and not is_weekday:
            yield day.isoformat(), 1, f"{NAMES_ZH[occasion]}调休", f"worked in exchange for {occasion}"
        day += timedelta(days=1)


def csv_text() -> str:
    """Return the whole file as text, with LF at each line's end."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(exceptions())
    return text.getvalue()


def main() -> None:
    """Write the file under another name and rename it, so that no reader meets half a calendar."""
    unfinished = CSV_FILE.with_suffix(".csv.part")
    unfinished.write_text(csv_text(), encoding="utf-8", newline="\n")
    os.replace(unfinished, CSV_FILE)


if __name__ == "__main__":
    main()
