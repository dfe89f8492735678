"""Bursts and sweeps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.flow.bursts import bursts, is_sweep
from spxcc.engines.flow.side import Side
from tests.engines.flow.trades import CALL, HIGHER, SPY_CALL, START, one

FAR = START + 10**12


def test_a_burst_is_one_contract_and_side_within_250_ms_of_its_first() -> None:
    prints = [
        one(us=0), one(us=100_000), one(HIGHER, us=120_000), one(us=150_000, side="sell"), one(us=250_000),
        one(us=250_001),
    ]  # fmt: skip
    groups, rest = bursts(prints, FAR)
    assert [[(each.ts - START) // 1000 for each in group] for group in groups] == [
        [0, 100_000, 250_000], [120_000], [150_000], [250_001],
    ]  # fmt: skip
    assert rest == ()


def test_a_burst_that_may_go_on_waits() -> None:
    prints = [one(us=0), one(us=100_000)]
    assert bursts(prints, START + 250_000_000) == ([], tuple(prints))
    assert bursts(prints, START + 250_000_001) == ([tuple(prints)], ())


def book(*prices: float, side: Side = "buy", contract: str = CALL) -> bool:
    return is_sweep([one(contract, price, us=us, side=side) for us, price in enumerate(prices)])


@pytest.mark.parametrize(
    ("prices", "side", "expected"),
    [
        ((10.0, 10.0, 10.1), "buy", True),
        ((10.0, 9.9, 9.9), "sell", True),
        ((10.0, 10.1), "buy", False),
        ((10.0, 10.2, 10.1), "buy", False),
        ((10.0, 10.1, 10.2), "sell", False),
        ((10.0, 10.1, 10.2), "unknown", False),
    ],
)
def test_f47_a_book_sweep_is_three_prints_of_one_side_at_no_better_price(
    prices: tuple[float, ...], side: Side, expected: bool
) -> None:
    assert book(*prices, side=side) is expected


@pytest.mark.parametrize("condition", [219, 228, 230])
def test_f47_in_spy_a_sweep_order_is_a_sweep_in_spx_it_is_not(condition: int) -> None:
    assert is_sweep([one(SPY_CALL, conditions=(condition,), side="unknown")])
    assert not is_sweep([one(CALL, conditions=(condition,))])


def test_f47_in_spy_two_exchanges_are_a_sweep() -> None:
    assert is_sweep([one(SPY_CALL, exchange=300), one(SPY_CALL, exchange=312, us=9)])
    assert not is_sweep([one(SPY_CALL, exchange=300), one(SPY_CALL, exchange=300, us=9)])
    assert not is_sweep([one(SPY_CALL, exchange=each, us=each, side="unknown") for each in (300, 312)])
    assert not book(10.0, 10.0, 10.0, contract=SPY_CALL)


@given(
    st.lists(st.tuples(st.sampled_from([CALL, HIGHER]), st.integers(0, 900_000)), max_size=12),
    st.integers(0, 1_200_000),
)
def test_each_print_is_in_one_group_or_waits(drawn: list[tuple[str, int]], us: int) -> None:
    prints = sorted(
        (one(contract, us=when, key=str(number)) for number, (contract, when) in enumerate(drawn)),
        key=lambda each: each.ts,
    )
    groups, rest = bursts(prints, START + us * 1000)
    assert sorted(each.key for each in [*(one for group in groups for one in group), *rest]) == sorted(
        each.key for each in prints
    )
    assert all(group[-1].ts - group[0].ts <= 250_000_000 for group in groups)
