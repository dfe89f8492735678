"""Market status and holidays."""

from spxcc.feeds.simulator.massive.rest_status import now, upcoming
from spxcc.market.session import at_exchange


def test_f30_the_status_follows_the_calendar() -> None:
    def at(date: str, clock: str) -> str:
        return str(now(at_exchange(date, clock) // 10**6)["market"])

    assert [at("2026-03-24", clock) for clock in ("08:00", "09:30", "15:59", "16:00", "23:00")] == [
        "extended-hours", "open", "open", "extended-hours", "closed"
    ]  # fmt: skip
    assert at("2026-12-25", "12:00") == "closed"


def test_f30_holidays_come_once_for_each_exchange() -> None:
    rows = upcoming(at_exchange("2026-11-01", "12:00") // 10**6)
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    half = next(row for row in rows if row["date"] == "2026-11-27")
    assert (half["status"], half["open"], half["close"]) == (
        "early-close", "2026-11-27T14:30:00.000Z", "2026-11-27T18:00:00.000Z"
    )  # fmt: skip
    assert sum(row["date"] == "2026-11-26" for row in rows) == 3
