"""What a live outcome is held against."""

import numpy as np
from msgspec.structs import replace

from spxcc.engines.bars.result import WireBar
from spxcc.engines.outcomes.params import Terms
from spxcc.engines.outcomes.resolve import resolve
from spxcc.engines.score.cells import score_cells
from spxcc.engines.score.result import CellKey, Scored
from spxcc.engines.score.sample import unpack
from spxcc.ledger.database import open_database
from spxcc.ledger.forward_days import DayMinutes, ForwardDays
from spxcc.market.units import to_nanos
from spxcc.runtime.score.forward import accompanied, company, minutes_of_day, recorded
from tests.engines.outcomes.paths import CLOSE, MINUTE, OPEN, SESSION
from tests.engines.outcomes.test_control import filled, walk


def kept(count: int = 390) -> DayMinutes:
    path = walk(0, count)
    columns = {name: tuple(getattr(path, name).tolist()) for name in ("open", "high", "low", "close")}
    return DayMinutes(start=tuple(path.start.tolist()), **columns)


def test_f45_a_live_outcome_has_random_entries_of_its_day_and_a_late_one() -> None:
    database = open_database(None)
    days = ForwardDays(database)
    days.keep(SESSION, kept())
    found = company(days)(Scored(row=filled()))
    assert found.control is not None
    r, won = unpack(found.control)
    assert r.size == won.size == 200
    assert np.isfinite(r).all()
    assert len(set(r.round(3).tolist())) > 10, "of many minutes"
    late = resolve(found.row.order, walk(0), Terms(lag=1))
    assert late is not None
    assert (found.late_r, found.late_won) == (late.r, late.won)
    assert found == company(days)(Scored(row=filled())), "the same draws at every reading"
    key = CellKey("forward", "live", "mean_reversion", "v1", found.row.terms, "minutes", False)
    (cell,) = score_cells({key: [found]})
    assert cell.control_n == 200
    assert cell.percentile is not None
    assert cell.q is not None
    assert cell.late_n == 1


def test_f45_without_the_minutes_of_the_day_nothing_is_made_up() -> None:
    bare = Scored(row=filled())
    assert company(ForwardDays(open_database(None)))(bare) is bare


def test_minutes_that_tell_another_outcome_are_no_measure() -> None:
    day = recorded(SESSION, kept())
    row = filled()
    assert row.r is not None
    for changed in (replace(row, r=row.r + 0.1), replace(row, verdict="feed_void")):
        bare = Scored(row=changed)
        assert accompanied(bare, day) is bare


def test_damaged_minutes_are_none() -> None:
    database = open_database(None)
    days = ForwardDays(database)
    days.keep(SESSION, kept())
    database.write("UPDATE forward_days SET body = x'00'")
    bare = Scored(row=filled())
    assert company(days)(bare) is bare


def test_a_short_day_has_a_late_entry_but_no_random_ones() -> None:
    found = accompanied(Scored(row=filled()), recorded(SESSION, kept(120)))
    assert found.control is not None, "75 minutes have 45 behind them"
    early = accompanied(Scored(row=filled()), recorded(SESSION, kept(70)))
    assert early.control is None


def test_only_closed_minutes_of_the_session_are_kept() -> None:
    starts = (OPEN - MINUTE, OPEN, OPEN + MINUTE, CLOSE - MINUTE, CLOSE)
    bars = [WireBar("1m", start, 1.0, 2.0, 0.5, 1.5, 0.0, "x") for start in starts]
    bars.append(WireBar("1D", OPEN, 1.0, 2.0, 0.5, 1.5, 0.0, "x"))
    assert minutes_of_day(bars, SESSION, to_nanos(OPEN + 90_000)).start == (OPEN,)
    assert minutes_of_day(bars, SESSION, to_nanos(CLOSE)).start == (OPEN, OPEN + MINUTE, CLOSE - MINUTE)
    assert minutes_of_day(bars, "2025-01-04", to_nanos(CLOSE)).start == ()
    assert recorded("2025-01-04", kept()) is None
