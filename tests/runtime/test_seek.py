"""The market of a recorded session at any instant."""

from pathlib import Path

import pytest

from spxcc.ledger.recording.reader import SessionFile
from spxcc.ledger.recording.writer import Checkpoint, SessionWriter
from spxcc.market.state import MarketState
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.runtime.checkpoint import MARKET, Kept, code, freeze
from spxcc.runtime.seek import market_at
from tests.fakes.recorded import INFO, OPEN, seconds


@pytest.mark.parametrize("usable", [True, False])
@pytest.mark.parametrize("second", [1, 5, 6, 7, 12])
def test_f56_the_market_is_that_of_the_events_until_then_and_none_later(
    tmp_path: Path, usable: bool, second: int
) -> None:
    writer, straight, slow = SessionWriter(tmp_path / "a.spxcc", INFO), MarketState("sim"), MarketState("sim")
    for number, events in enumerate(seconds(12), 1):
        for event in events:
            straight.fold(event)
            if number <= second:
                slow.fold(event)
        straight.snapshot(events[-1].ts_event)
        body = freeze(Kept(events[-1].ts_event, 4 * number, straight))
        kept = [Checkpoint(MARKET, events[-1].ts_event, 4 * number, code() if usable else "other", body)]
        writer.write(events, (), kept if number == 6 else ())
    writer.close()
    at = OPEN + second * NANOS_PER_SECOND
    with SessionFile(tmp_path / "a.spxcc") as session:
        found = market_at(session, at + 1).snapshot(at)
    expected = slow.snapshot(at)
    assert found.prices == expected.prices
    assert found.counters == expected.counters
    assert found.chains["SPX"].bid.tolist() == pytest.approx(expected.chains["SPX"].bid.tolist(), nan_ok=True)
