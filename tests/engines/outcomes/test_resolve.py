"""The resolution rules, each by its number, and a slow twin of all of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.engines.outcomes.params import TERMS, Terms
from spxcc.engines.outcomes.resolve import resolve, resolve_finest
from spxcc.engines.outcomes.result import OutcomeRow
from spxcc.quant.barriers import ruin
from tests.engines.outcomes.paths import AT, CLOSE, FLAT, MINUTE, Bar, minutes, order, ticks
from tests.engines.outcomes.slow import slowly

UP: Bar = (100.0, 106.2, 99.9, 106.0)
DOWN: Bar = (100.0, 100.2, 93.9, 94.5)


def ended(row: OutcomeRow | None) -> OutcomeRow:
    assert row is not None
    return row


def test_r1_a_closed_bar_decides_and_the_next_one_is_acted_on() -> None:
    row = ended(resolve(order(), minutes([DOWN, FLAT, DOWN], AT - MINUTE)))
    assert (row.filled_at, row.entry) == (AT, 100.1)
    assert row.verdict == "stopped"
    assert row.exit_at == AT + 2 * MINUTE


def test_r2_an_exit_is_strictly_after_the_fill() -> None:
    row = ended(resolve(order(), ticks((0, 100.0), (0, 90.0), (1, 93.0))))
    assert row.filled_at == AT
    assert row.exit_at == AT + 1000
    assert ended(resolve(order(), minutes([DOWN]))).exit_at == AT + MINUTE


def test_r3_the_finest_data_win_and_are_named() -> None:
    bars = minutes([FLAT, (100.0, 106.5, 93.0, 100.0)])
    prints = ticks((0, 100.0), (20, 106.5), (40, 93.0), (60, 100.0))
    coarse, fine = ended(resolve(order(t2=None), bars)), ended(resolve_finest(order(t2=None), [bars, prints]))
    assert (coarse.verdict, coarse.resolution) == ("ambiguous", "minutes")
    assert (fine.verdict, fine.resolution, fine.won) == ("be_stop", "ticks", True)


def test_r3_coarser_data_stand_in_where_finer_ones_have_a_gap() -> None:
    bars = minutes([FLAT, UP, DOWN])
    row = ended(resolve_finest(order(), [ticks((0, 100.0), (40, 100.0)), bars]))
    assert (row.resolution, row.won) == ("minutes", True)


def test_r4_a_touch_fills_at_the_stop_less_slip_and_a_gap_at_the_open() -> None:
    touched = ended(resolve(order(), minutes([FLAT, (100.0, 100.0, 94.0, 99.0)])))
    assert (touched.verdict, touched.exit) == ("stopped", 93.9)
    gapped = ended(resolve(order(), minutes([FLAT, (91.0, 92.0, 90.0, 91.5)])))
    assert (gapped.exit, gapped.reason) == (90.9, "stop at the open")


def test_r5_a_target_must_be_traded_through() -> None:
    kissed = resolve(order(), minutes([FLAT, (100.0, 106.09, 99.0, 106.0)]))
    assert kissed is None
    through = ended(resolve(order(t2=None), minutes([FLAT, (100.0, 106.1, 99.0, 106.0), DOWN])))
    assert through.won


def test_r6_both_in_one_bar_is_ambiguous_and_counts_as_the_loss_beside_its_bound() -> None:
    row = ended(resolve(order(), minutes([FLAT, (100.0, 106.5, 93.0, 100.0)])))
    assert row.verdict == "ambiguous"
    assert (row.won, row.won_best) == (False, True)
    assert row.r == pytest.approx(-6.2 / 6.1, abs=1e-6)
    assert row.r_best == pytest.approx((0.5 * 5.9 - 0.5 * 6.2) / 6.1, abs=1e-6)


def test_r6_a_bar_that_opened_beyond_the_stop_is_not_ambiguous() -> None:
    assert ended(resolve(order(), minutes([FLAT, (93.0, 107.0, 92.0, 100.0)]))).verdict == "stopped"


def test_r7_the_bar_of_the_fill_may_stop_out_but_not_target_unless_finer_data_say_so() -> None:
    later = ended(resolve(order(until=AT + 2 * MINUTE), minutes([UP, (106.0, 106.05, 105.0, 106.0)])))
    assert (later.verdict, later.won) == ("time_exit", False)
    assert ended(resolve(order(), minutes([DOWN]))).verdict == "stopped"
    assert ended(resolve(order(), ticks((0, 100.0), (10, 106.2), (12, 112.2)))).verdict == "t2_hit"


def test_r8_half_leaves_at_t1_and_the_stop_moves_with_the_next_bar() -> None:
    row = ended(resolve(order(), minutes([FLAT, (100.0, 106.2, 99.0, 100.5), (100.5, 101.0, 100.0, 100.2)])))
    assert row.verdict == "be_stop"
    assert row.r == pytest.approx((0.5 * 5.9 - 0.5 * 0.1) / 6.1, abs=1e-6)
    further = ended(resolve(order(), minutes([FLAT, UP, (106.0, 112.1, 105.0, 111.0)])))
    assert further.verdict == "t2_hit"
    assert further.r == pytest.approx((0.5 * 5.9 + 0.5 * 11.9) / 6.1, abs=1e-6)


def test_r9_results_are_in_units_of_the_risk_net_of_slip() -> None:
    row = ended(resolve(order(), minutes([FLAT, DOWN])))
    assert row.r == pytest.approx((93.9 - 100.1) / (100.1 - 94.0), abs=1e-6)
    dearer = ended(resolve(order(), minutes([FLAT, DOWN]), Terms(slip=0.5)))
    assert dearer.r is not None
    assert row.r is not None
    assert dearer.r < row.r


def test_r11_exits_by_the_clock_count_with_their_r() -> None:
    row = ended(resolve(order(until=AT + 2 * MINUTE), minutes([FLAT, (100.0, 102.0, 99.0, 101.5), DOWN])))
    assert (row.verdict, row.exit, row.counted) == ("time_exit", 101.4, True)
    late = CLOSE - 2 * MINUTE
    closing = ended(resolve(order(decided_at=late, until=CLOSE), minutes([FLAT, FLAT], late)))
    assert (closing.verdict, closing.exit_at, closing.counted) == ("market_closed", CLOSE, True)


def test_r12_a_gap_while_open_is_void_excluded_and_counted() -> None:
    path = minutes([FLAT, FLAT, DOWN])
    broken = type(path)(
        "minutes", path.start + np.array([0, 0, MINUTE]), path.open, path.high, path.low, path.close
    )  # fmt: skip
    row = ended(resolve(order(), broken))
    assert (row.verdict, row.r, row.counted) == ("feed_void", None, False)
    halted = ended(resolve(order(), broken, halts=[(AT + 2 * MINUTE, AT + 3 * MINUTE)]))
    assert halted.verdict == "stopped"
    assert ended(resolve(order(), ticks((0, 100.0), (31, 93.0)))).verdict == "feed_void"
    assert ended(resolve(order(), ticks((0, 100.0), (30, 93.0)))).verdict == "stopped"


def test_r14_another_threshold_is_another_version() -> None:
    rows = [ended(resolve(order(), minutes([FLAT, DOWN]), terms)) for terms in (TERMS, Terms(through=0.2))]
    assert len({row.terms for row in rows}) == 2


def test_no_fill_where_the_open_leaves_no_risk_or_no_target() -> None:
    assert ended(resolve(order(), minutes([(93.0, 94.0, 92.0, 93.0)]))).verdict == "no_fill"
    assert ended(resolve(order(), minutes([(107.0, 108.0, 106.0, 107.0)]))).verdict == "no_fill"


def test_the_lag_enters_later_with_the_same_levels() -> None:
    row = ended(resolve(order(), minutes([FLAT, (101.0, 101.5, 100.5, 101.0), DOWN]), Terms(lag=1)))
    assert (row.filled_at, row.entry, row.lag) == (AT + MINUTE, 101.1, 1)


def test_the_null_is_geometry_and_less_within_a_time() -> None:
    row = ended(resolve(order(), minutes([FLAT, DOWN])))
    assert row.geometric == pytest.approx(6.1 / 12.0, abs=1e-6)
    assert row.null == pytest.approx(ruin(6.1, 6.0), abs=1e-6)
    timed = ended(resolve(order(sigma=0.5), minutes([FLAT, DOWN])))
    assert timed.null is not None
    assert row.null is not None
    assert timed.null < row.null


steps = st.integers(-8, 8).map(lambda step: step / 2)
bars = st.lists(st.tuples(steps, st.integers(0, 6), st.integers(0, 6), st.integers(-4, 4)), min_size=3, max_size=14)


@settings(max_examples=300)
@given(bars, st.sampled_from([1, -1]), st.booleans(), st.integers(2, 12))
def test_equal_to_the_slow_twin_and_to_its_mirror(
    pieces: list[tuple[float, int, int, int]], side: int, second: bool, until: int
) -> None:
    price, made = 100.0, []
    for jump, up, down, drift in pieces:
        opened, close = price + jump, price + jump + drift
        made.append((opened, max(opened, close) + up / 2, min(opened, close) - down / 2, close))
        price = close
    mirrored = [(200 - o, 200 - low, 200 - high, 200 - c) for o, high, low, c in made]
    wish = {"t2": 112.0 if second else None, "until": AT + until * MINUTE}
    long = resolve(order(**wish), minutes(made))
    short = resolve(
        order(side=-1, stop=106.0, t1=94.0, t2=88.0 if second else None, until=wish["until"]), minutes(mirrored)
    )
    found, twin = (long, slowly(order(**wish), made)) if side > 0 else (short, slowly(order(**wish), made))
    assert (found is None) == (twin is None)
    if found is None or twin is None:
        return
    assert found.verdict == twin[0]
    if twin[1] is not None:
        assert found.r == pytest.approx(twin[1], abs=1e-5)
        assert found.won == twin[2]
