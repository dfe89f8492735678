"""Random entries: each draw is the order resolved there."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from spxcc.engines.outcomes.control import LEAST_MINUTES, control, resolve_at, within
from spxcc.engines.outcomes.path import Path
from spxcc.engines.outcomes.resolve import resolve
from spxcc.engines.outcomes.result import OutcomeRow
from spxcc.engines.outcomes.stack import Recorded, Stack, stack_of
from tests.engines.outcomes.paths import CLOSE, MINUTE, OPEN, SESSION, minutes, order


def walk(seed: int, count: int = 390, gap: bool = False) -> Path:
    """A day of a driftless walk, one point a minute, in quarters."""
    chance = np.random.Generator(np.random.PCG64(seed))
    inner = np.round(np.cumsum(chance.normal(0, 0.5, (count, 4)).ravel()) * 4).reshape(count, 4) / 4 + 100
    opened = np.concatenate([[100.0], inner[:-1, -1]])
    bars = np.column_stack([opened, np.maximum(inner.max(axis=1), opened), np.minimum(inner.min(axis=1), opened)])
    path = minutes([(o, h, low, c) for (o, h, low), c in zip(bars.tolist(), inner[:, -1].tolist(), strict=True)], OPEN)
    if not gap:
        return path
    kept = np.delete(np.arange(count), 80)
    return Path("minutes", *(getattr(path, name)[kept] for name in ("start", "open", "high", "low", "close")))


def recorded(session: str, path: Path, sigma: float = 1.0) -> Recorded:
    return Recorded(session, path, OPEN, CLOSE, sigma)


def stack(count: int) -> Stack:
    """Sessions of walks, the first one that of the orders, each with its own volatility."""
    return stack_of(
        [recorded(SESSION if not at else f"2025-02-{at:02}", walk(at), 1.0 + at / 10) for at in range(count)]
    )


def filled(seed: int = 0, **changes: object) -> OutcomeRow:
    """A counted row of the walk `seed` at 10:30."""
    path = walk(seed)
    opened = float(path.open[60])
    row = resolve(order(stop=opened - 3, t1=opened + 3, t2=None, sigma=1.0, **changes), path)
    assert row is not None
    return row


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([1, -1]), st.booleans(), st.booleans(), st.sampled_from([1.0, 0.5, 2.0]))
def test_each_draw_is_the_order_resolved_there(seed: int, side: int, second: bool, gap: bool, scale: float) -> None:
    path = walk(seed, gap=gap)
    opened = float(path.open[60])
    base = order(
        side=side, stop=opened - 3 * side, t1=opened + 4 * side, t2=opened + 7 * side if second else None,
    )  # fmt: skip
    row = resolve(base, path)
    if row is None or not row.counted or row.entry is None:
        return
    places = np.array([at for at in range(40, 389, 7) if at != 80])
    zeros = np.zeros(places.size, dtype=np.int64)
    found = resolve_at(row, stack_of([recorded(SESSION, path)]), zeros, places, np.full(places.size, scale))
    for at, minute in enumerate(places.tolist()):
        start = OPEN + minute * MINUTE
        entry = float(path.open[path.first_from(start)]) + side * 0.1
        moved = replace(
            base, decided_at=start, stop=entry + scale * (base.stop - row.entry),
            t1=entry + scale * (base.t1 - row.entry),
            t2=None if base.t2 is None else entry + scale * (base.t2 - row.entry), until=start + 45 * MINUTE,
        )  # fmt: skip
        single = resolve(moved, path)
        if single is None or single.r is None:
            assert np.isnan(found.r[at]), minute
            assert not found.won[at]
        else:
            assert found.r[at] == pytest.approx(single.r, abs=1e-5), minute
            assert bool(found.won[at]) == single.won


def test_f45_draws_are_seeded_from_other_sessions() -> None:
    row = filled()
    one, same, other = (control(row, stack(5), OPEN, seed) for seed in (1, 1, 2))
    assert one is not None
    assert same is not None
    assert other is not None
    assert one.r.tolist() == same.r.tolist() != other.r.tolist()
    assert one.r.size == 200
    assert len(set(np.round(one.r, 6).tolist())) <= 4, "four other sessions, one minute"
    assert control(row, stack(1), OPEN, 1) is None


def test_without_a_volatility_nothing_is_drawn() -> None:
    assert control(replace(filled(), order=replace(filled().order, sigma=None)), stack(3), OPEN, 1) is None


def test_a_row_that_does_not_count_has_no_control() -> None:
    path = walk(3)
    row = resolve(order(stop=float(path.open[60]) + 5, sigma=1.0), path)
    assert row is not None
    assert not row.counted
    assert control(row, stack(3), OPEN, 1) is None
    with pytest.raises(ValueError, match="expected a row that was filled"):
        resolve_at(row, stack(3), np.zeros(1, np.int64), np.zeros(1, np.int64), np.ones(1))
    with pytest.raises(ValueError, match="at least one session"):
        stack_of([])


def test_f45_random_entries_of_the_own_day_are_the_order_resolved_at_its_other_minutes() -> None:
    row, alone = filled(), stack_of([recorded(SESSION, walk(0))])
    drawn = within(row, alone, OPEN, 3)
    assert drawn is not None
    lasts = 45
    possible = {
        round(float(resolve_at(row, alone, np.array([0]), np.array([minute]), np.ones(1)).r[0]), 9)
        for minute in range(390 - lasts + 1)
        if minute != 60
    }
    assert {round(float(r), 9) for r in drawn.r} <= possible
    assert np.isfinite(drawn.r).all(), "a whole window lies behind each"
    again = within(row, alone, OPEN, 3)
    assert again is not None
    assert (again.r == drawn.r).all()
    other = within(row, alone, OPEN, 4)
    assert other is not None
    assert (other.r != drawn.r).any()


@pytest.mark.parametrize(("count", "enough"), [(43 + LEAST_MINUTES, False), (44 + LEAST_MINUTES, True)])
def test_a_day_with_few_minutes_is_no_sample(count: int, enough: bool) -> None:
    drawn = within(filled(), stack_of([recorded(SESSION, walk(0, count))]), OPEN, 1)
    assert (drawn is not None) == enough
    assert within(filled(), stack_of([recorded("2025-02-01", walk(0))]), OPEN, 1) is None
