"""The day types differ from one another."""

from spxcc.feeds.simulator.day_types import DAY_TYPES
from spxcc.market.session import hours, third_friday


def test_names_titles_and_notes_are_their_own() -> None:
    for part in ("name", "title", "what_to_see", "path"):
        assert len({getattr(one, part) for one in DAY_TYPES}) == len(DAY_TYPES)


def test_special_days_are_played_on_such_dates() -> None:
    dates = {one.name: one.date for one in DAY_TYPES}
    half = hours(dates["half-day"])
    assert half is not None
    assert half.half_day
    assert dates["third-friday"] == third_friday(2026, 3)
