"""The statistics of a cell, counted by hand."""

import math
from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from spxcc.engines.outcomes.result import TwinLeg
from spxcc.engines.score.cells import control_of, grade_of, key_of, posterior, score_cell, score_cells
from spxcc.engines.score.result import CellScore, Scored
from tests.engines.score.rows import KEY, draws, outcome


def cell(rows: list[Scored]) -> CellScore:
    made = score_cell(KEY, rows)
    assert made is not None
    return made


def days(count: int, each: int = 1) -> list[str]:
    return [f"2025-{1 + at // 28:02}-{1 + at % 28:02}" for at in range(count) for _ in range(each)]


def test_f45_the_examples_of_the_page() -> None:
    """SETUPS.md 4: nothing at 6/8 is .429; 5 of 6 there .52; 13 of 17 at 1 R .62."""
    assert round(posterior(0, 0, 6 / 14), 3) == 0.429
    assert round(posterior(5, 6, 6 / 14), 2) == 0.52
    assert round(posterior(13, 17, 0.5), 2) == 0.62


trades = st.lists(
    st.tuples(
        st.integers(0, 40), st.booleans(), st.floats(-2, 3), st.sampled_from(["won", "void", "ambiguous", "time"])
    ),
    min_size=1, max_size=60,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(trades)
def test_f45_every_number_counted_by_hand(made: list[tuple[int, bool, float, str]]) -> None:
    sessions = days(41)
    rows, kept, by_day, wins = [], [], defaultdict(list), 0
    for number, (day, won, r, how) in enumerate(made):
        verdict = {"void": "feed_void", "ambiguous": "ambiguous", "time": "time_exit"}.get(how)
        won = won and how == "won"
        rows.append(outcome(number, sessions[day], won, r, verdict, null=0.4, best=how == "ambiguous" or won))  # type: ignore[arg-type]
        if how != "void":
            kept.append(r)
            by_day[sessions[day]].append(r)
            wins += won
    found = score_cell(KEY, rows)
    if not kept:
        assert found is None
        return
    assert found is not None
    assert (found.n, found.wins, found.days, found.void) == (len(kept), wins, len(by_day), len(rows) - len(kept))
    assert found.probability == pytest.approx((wins + 20 * 0.4) / (len(kept) + 20))
    assert found.r == pytest.approx(math.fsum(kept) / len(kept), abs=1e-9)
    assert found.worst_day == pytest.approx(min(map(sum, by_day.values())), abs=1e-9)
    assert found.low <= wins / len(kept) <= found.high
    assert found.best >= wins / len(kept)
    assert sum(month.n for month in found.months) == found.n
    assert score_cell(KEY, rows[::-1]) == found


def test_f45_the_worst_way_down_and_what_is_left_without_the_best_days() -> None:
    results = [2.0, -1.0, -1.0, 0.5, -1.0, 3.0, 4.0]
    rows = [outcome(at, session, r > 0, r) for at, (session, r) in enumerate(zip(days(7), results, strict=True))]
    found = cell(rows)
    assert found.drawdown == pytest.approx(2.5)
    assert found.without_best == pytest.approx((-1.0 - 1.0 + 0.5 - 1.0) / 4)


def test_f45_the_percentile_is_among_the_means_of_as_many_random_entries() -> None:
    better = [outcome(at, day, True, 1.0, control=draws(at, 0.5)) for at, day in enumerate(days(60))]
    found = cell(better)
    assert found.percentile == 100.0
    assert found.p_value is not None
    assert found.p_value < 1e-6
    assert found.control == pytest.approx(0.5, abs=0.02)
    even = [outcome(at, day, at % 2 == 0, 1.0 if at % 2 == 0 else -1.0, control=draws(at, 0.5))
            for at, day in enumerate(days(60))]  # fmt: skip
    middle = cell(even)
    assert middle.percentile is not None
    assert 25 < middle.percentile < 75
    assert control_of([outcome(1, "2025-01-01", True, 1.0)]) is None


def test_f45_grades_by_sample_first() -> None:
    def graded(n: int, each: int = 1, **changes: Any) -> str:
        base = cell([outcome(at, day, True, 1.0) for at, day in enumerate(days(n, each)[:n])])
        return grade_of(replace(base, **changes))

    assert [graded(9), graded(10), graded(29), graded(40, 8), graded(40), graded(99)] == [
        "no data", "anecdote", "anecdote", "anecdote", "indicative", "indicative",
    ]  # fmt: skip
    proven: dict[str, Any] = {"percentile": 95.0, "walk_n": 40, "walk_r": 0.1}
    assert graded(100, **proven) == "measured"
    lacks: tuple[dict[str, Any], ...] = ({"percentile": 94.9}, {"walk_n": 29}, {"walk_r": -0.1}, {"percentile": None})
    for lacking in lacks:
        assert graded(100, **{**proven, **lacking}) == "indicative"


def even(number: int, session: str, won: bool) -> Scored:
    """An outcome of ±1 R beside even random entries."""
    return outcome(number, session, won, 1.0 if won else -1.0, control=draws(number, 0.5))


def test_f45_of_many_cells_the_best_is_still_exploratory() -> None:
    chance = np.random.Generator(np.random.PCG64(5))
    cells = {}
    for number in range(28):
        won = chance.random(17) < 0.5
        key = replace(KEY, rules_version=f"v{number:02}")
        cells[key] = [even(number * 100 + at, day, bool(won[at])) for at, day in enumerate(days(17))]
    found = score_cells(cells)
    assert max(one.wins / one.n for one in found) > 0.65, "noise looks good somewhere"
    assert all(one.exploratory for one in found)
    real = replace(KEY, rules_version="real")
    cells[real] = [even(at, day, at % 5 > 0) for at, day in enumerate(days(120))]
    assert [one.key.rules_version for one in score_cells(cells) if not one.exploratory] == ["real"]


def test_f45_one_cell_never_holds_two_sources_rules_or_resolutions() -> None:
    one = outcome(1, "2025-01-07", True, 1.0)
    keys = {
        key_of(one, "backtest", "b1"), key_of(one, "forward", "live"), key_of(one, "backtest", "b2"),
        key_of(replace(one, row=replace(one.row, terms="t2")), "backtest", "b1"),
        key_of(replace(one, row=replace(one.row, resolution="ticks")), "backtest", "b1"),
        key_of(replace(one, row=replace(one.row, order=replace(one.row.order, rules_version="v2"))), "backtest", "b1"),
        key_of(replace(one, row=replace(one.row, order=replace(one.row.order, shadow=True))), "backtest", "b1"),
    }  # fmt: skip
    assert len(keys) == 7


def leg(received: float) -> TwinLeg:
    """Of a contract that was bought at 5."""
    return TwinLeg(contract="c", paid=5.0, received=received, pnl=received - 5.0)


def test_f45_twins_and_late_entries_stand_beside() -> None:
    rows = [
        outcome(1, "2025-01-07", False, -1.0, late_r=-0.5, twin=leg(2.0)),
        outcome(2, "2025-01-07", True, 1.0, late_r=0.1, twin=leg(6.0)),
        outcome(3, "2025-01-08", True, 1.0, twin=TwinLeg(contract="c", void="no quote")),
    ]
    found = cell(rows)
    assert (found.twins, found.twin_voids, found.break_even, found.twin_pnl) == (2, 1, 0.75, -1.0)
    assert found.late_n == 2
    assert found.late_r == pytest.approx(-0.2)
