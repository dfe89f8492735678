"""Breaks between sessions and inside them."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.market.candles import Candle
from spxcc.market.session import hours, previous_session
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.ui.panels.chart.seams import seams_of, with_gaps
from tests.fakes.desk_data import minutes

TODAY = "2026-11-19"


def day(date: str, price: float, count: int = 5, moves: tuple[float, ...] = ()) -> list[Candle]:
    """Minutes from the open of a session, flat at `price` plus `moves`."""
    session = hours(date)
    assert session is not None
    bars = []
    for at in range(count):
        close = price + (moves[at] if at < len(moves) else 0.0)
        bars.append(
            Candle(session.open_at + at * NANOS_PER_MINUTE, price, max(price, close) + 1, min(price, close) - 1, close)
        )
    return bars


def test_missing_minutes_are_counted() -> None:
    bars = [one for at, one in enumerate(minutes(10)) if at not in (4, 5)]
    columns = with_gaps(bars, 0, len(bars), 60, 60)
    assert [one is None for one in columns] == [False] * 4 + [True] + [False] * 4
    (seam,) = seams_of(columns, 60)
    assert (seam.index, seam.kind, seam.missing, seam.filled) == (4, "data", 2, None)


def test_a_night_is_a_session_break_with_its_gap() -> None:
    bars = [*day(previous_session(TODAY), 6800.0), *day(TODAY, 6820.0)]
    (seam,) = seams_of(with_gaps(bars, 0, len(bars), 60, 60), 60)
    assert (seam.kind, seam.gap, seam.day, seam.filled) == ("session", 20.0, TODAY, None)


def test_the_first_bar_back_at_the_close_fills_the_gap() -> None:
    bars = [*day(previous_session(TODAY), 6800.0), *day(TODAY, 6820.0, moves=(0, -10, -20, -25, 0))]
    (seam,) = seams_of(with_gaps(bars, 0, len(bars), 60, 60), 60)
    assert seam.filled == 8


def test_days_have_no_seams_and_the_first_column_is_a_bar() -> None:
    bars = [*day(previous_session(TODAY), 6800.0), *day(TODAY, 6820.0)]
    assert seams_of(with_gaps(bars, 0, len(bars), None, 60), None) == ()
    assert with_gaps(bars, 0, len(bars), 60, 6)[0] is not None
    assert with_gaps([], 0, 0, 60, 6) == ()


@given(st.sets(st.integers(0, 59)), st.integers(1, 70))
def test_every_gap_has_a_seam_and_no_bar_is_lost(gone: set[int], columns: int) -> None:
    bars = [one for at, one in enumerate(minutes(60)) if at not in gone]
    shown = with_gaps(bars, 0, len(bars), 60, columns)
    assert len(shown) <= columns
    kept = [one for one in shown if one is not None]
    assert kept == bars[len(bars) - len(kept) :]
    assert [one.index for one in seams_of(shown, 60)] == [at for at, one in enumerate(shown) if one is None]
