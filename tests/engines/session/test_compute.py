"""Market status for people and programs."""

import pytest

from spxcc.engines.engine import Upstream
from spxcc.engines.session.compute import ENGINE, compute
from spxcc.engines.session.result import Status
from spxcc.market.session import SessionInfo
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.snapshots import at, make_price, make_session, make_snapshot


def status(snapshot: MarketSnapshot) -> Status:
    return compute(snapshot, Upstream(), None)[0]


@pytest.mark.parametrize(
    ("clock", "phase", "text"),
    [
        ("08:00", "pre-market", "Pre-market, opens 09:30 ET"),
        ("09:30", "open", "Open until 16:00 ET"),
        ("15:59:59", "open", "Open until 16:00 ET"),
        ("16:00", "after-hours", "After hours, opens Thu 15 Jan 09:30 ET"),
        ("22:00", "closed", "Closed, opens Thu 15 Jan 09:30 ET"),
    ],
)
def test_phase_in_words(clock: str, phase: str, text: str) -> None:
    found = status(make_snapshot(at(clock)))
    assert (found.status, found.message, found.session) == (phase, text, "2026-01-14")


def test_half_day_halt_and_holiday() -> None:
    now = at("10:30")
    half = make_session(now, close="13:00")
    assert status(make_snapshot(session=half)).message == "Open until 13:00 ET (half day)"
    assert status(make_snapshot(halted=True)).message == "Halted; open until 16:00 ET"
    opens, closes = at("09:30", "2026-01-20"), at("16:00", "2026-01-20")
    holiday = SessionInfo("2026-01-20", opens, closes, "closed", opens, closes, False, "Martin Luther King Jr. Day")
    found = status(make_snapshot(at("10:30", "2026-01-19"), session=holiday))
    assert found.message == "Closed for Martin Luther King Jr. Day, opens Tue 20 Jan 09:30 ET"
    assert found.holiday == "Martin Luther King Jr. Day"


def test_edges_are_utc_instants() -> None:
    found = status(make_snapshot())
    assert found.next_open == "2026-01-15T14:30:00.000Z"
    assert found.next_close == "2026-01-14T21:00:00.000Z"


def test_feeds_and_mode() -> None:
    now = at("10:30")
    late = make_price("SPX", 6000.0, now - 120 * NANOS_PER_SECOND)
    found = status(make_snapshot(now, prices={"SPX": late}, mode="replay"))
    assert found.feeds == {"fake": "stale"}
    assert found.mode == "replay"


def test_it_speaks_on_status() -> None:
    assert [item.channel.name for item in ENGINE.publish(status(make_snapshot()))] == ["status"]
