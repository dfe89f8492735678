"""The window of the change: it never says more than was known, and what it says is a difference."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.gex.change import EVERY_MS, OLDEST_MS, WINDOW_MS, Sample, change_of, kept, sample_of
from spxcc.engines.gex.measure import SymbolMemory, measure
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.result import GexChange, StrikeGrid
from spxcc.market.units import NANOS_PER_SECOND
from tests.engines.gex.books import index_chain, index_snapshot
from tests.fakes.snapshots import at

STRIKES = (5990.0, 6000.0, 6010.0)


def sample(seconds: float, net: float = 0.0, strikes: tuple[float, ...] = STRIKES) -> Sample:
    return Sample(round(1000 * seconds), net, strikes, tuple(net + strike for strike in strikes))


def follow(seconds: list[float]) -> tuple[GexChange | None, Sample]:
    samples: tuple[Sample, ...] = ()
    now, change = sample(0), None
    for at_s in seconds:
        now = sample(at_s, net=at_s)
        samples = kept(samples, now)
        change = change_of(samples, now)
    return change, now


def test_five_minutes_of_refreshes_every_five_seconds() -> None:
    change, now = follow([5.0 * at for at in range(200)])
    assert change is not None
    assert WINDOW_MS <= change.until - change.since <= WINDOW_MS + EVERY_MS
    assert (change.until, change.net) == (now.at, (change.until - change.since) / 1000)
    assert len(change.times) <= 12
    assert change.times[-1] == now.at
    assert change.nets[-1] == now.net


@given(st.lists(st.floats(0.5, 400), min_size=1, max_size=60))
def test_f33_the_window_is_what_is_known_and_no_longer_than_six_minutes(gaps: list[float]) -> None:
    seconds = [sum(gaps[: at + 1]) for at in range(len(gaps))]
    change, now = follow(seconds)
    known = [round(1000 * one) for one in seconds]
    if change is None:
        assert not any(now.at - OLDEST_MS <= one <= now.at - 2 * EVERY_MS for one in known[:1])
        return
    assert change.since in known
    assert EVERY_MS <= change.until - change.since <= OLDEST_MS
    then = change.since / 1000
    assert abs(change.net - (now.net - then)) <= 1.0
    assert all(abs(value - (now.net - then)) < 0.002 for value in change.by_strike)
    assert list(change.times) == sorted(set(change.times))


def test_nothing_in_the_first_half_minute() -> None:
    assert follow([0.0])[0] is None
    assert follow([0.0, 29.9])[0] is None
    assert follow([0.0, 30.0])[0] is not None


def test_only_strikes_known_at_both_ends() -> None:
    samples = kept((), sample(0, strikes=(5980.0, 5990.0)))
    change = change_of(samples, sample(60, net=7.0, strikes=(5990.0, 6000.0)))
    assert change is not None
    assert (change.strikes, change.by_strike) == ((5990.0,), (7.0,))


def test_a_sample_sums_its_dates() -> None:
    grid = StrikeGrid(dates=("a", "b"), strikes=(1.0, 2.0), net=((1.0, 2.0), (3.0, 4.0)), later=(10.0, 20.0))
    assert sample_of(5, 9.0, grid) == Sample(5, 9.0, (1.0, 2.0), (13.0, 27.0))


def test_the_engine_remembers_within_a_session_and_forgets_after_it() -> None:
    chain, memory, start = index_chain(), SymbolMemory(), at("10:30")
    first, memory = measure(index_snapshot(chain), chain, memory, None, DEFAULTS)
    assert first.change is None
    later = index_snapshot(chain, as_of=start + 60 * NANOS_PER_SECOND)
    second, memory = measure(later, chain, memory, None, DEFAULTS)
    assert second.change is not None
    assert second.change.until - second.change.since == 60_000
    assert abs(second.change.net - ((second.net_gex or 0.0) - (first.net_gex or 0.0))) <= 1.0
    _, forgotten = measure(
        index_snapshot(chain), chain, SymbolMemory("2026-01-13", samples=memory.samples), None, DEFAULTS
    )
    assert len(forgotten.samples) == 1
