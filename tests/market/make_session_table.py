"""Writes the session table of `spxcc.market.session` from the exchange-calendars library.

Run: python -m tests.market.make_session_table
"""

import json
from pathlib import Path
from typing import Any

import exchange_calendars
import pandas as pd

import spxcc.market

FIRST, LAST = "2010-01-01", "2040-12-31"
TARGET = Path(spxcc.market.__file__).with_name("session_table.json")
SPECIAL = "Special closing"


def build() -> dict[str, Any]:
    """Weekdays without a session (with the holiday's name) and early closes (exchange time), FIRST to LAST."""
    calendar = exchange_calendars.get_calendar("XNYS", start=FIRST, end=LAST)
    sessions = {f"{session:%Y-%m-%d}" for session in calendar.sessions}
    names = calendar.regular_holidays.holidays(FIRST, LAST, return_name=True)
    named = {f"{day:%Y-%m-%d}": str(name) for day, name in names.items()}
    weekdays = [f"{day:%Y-%m-%d}" for day in pd.bdate_range(FIRST, LAST)]
    closed = {day: named.get(day, SPECIAL) for day in weekdays if day not in sessions}
    early = {
        f"{session:%Y-%m-%d}": f"{calendar.session_close(session).tz_convert('America/New_York'):%H:%M}"
        for session in calendar.early_closes
    }
    return {"first": FIRST, "last": LAST, "closed": closed, "early_closes": early}


def main() -> None:
    """Write the table."""
    TARGET.write_text(json.dumps(build(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
