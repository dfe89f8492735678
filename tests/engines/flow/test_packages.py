"""Legs of one instant are netted before anything is ranked."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.flow.packages import LONE, in_ratio, instants, least_net, package_of, split
from spxcc.engines.flow.prints import Print
from spxcc.engines.flow.structure import Leg
from tests.engines.flow.trades import CALL, HIGHER, LOWER, PUT, SPY_CALL, START, one

MLET = (232,)


def test_instants_are_within_a_hundred_microseconds_of_their_first() -> None:
    prints = [one(us=us) for us in (0, 60, 100, 101, 180)]
    groups, rest = instants(prints, START + 10**9)
    assert [len(group) for group in groups] == [3, 2]
    assert rest == ()


def test_an_instant_that_may_go_on_waits() -> None:
    prints = [one(us=0), one(us=60)]
    assert instants(prints, START + 100_000) == ([], tuple(prints))
    assert instants(prints, START + 100_001) == ([tuple(prints)], ())


def test_f47_two_contracts_of_one_size_at_one_instant_are_one_package() -> None:
    packages, singles = split([one(CALL, 20.0, 100), one(HIGHER, 14.0, 100, us=50)])
    assert singles == []
    assert [(each.structure, each.net_cents) for each in packages] == [("vertical", 600 * 100 * 100)]


def test_a_butterfly_in_the_ratio_one_two_one() -> None:
    legs = [one(CALL, 20.0, 50), one(HIGHER, 14.0, 100), one("SPXW260114C06020000", 9.0, 50)]
    packages, singles = split(legs)
    assert (packages[0].structure, packages[0].net_cents, singles) == ("butterfly", 100 * 50 * 100, [])


def test_legs_filled_in_pieces() -> None:
    legs = [one(CALL, 20.0, 30), one(CALL, 20.1, 20, us=1), one(HIGHER, 14.0, 20, us=2), one(HIGHER, 14.0, 30, us=3)]
    assert in_ratio(legs)
    assert package_of(legs).legs[0].size == 50


@pytest.mark.parametrize(
    "prints",
    [
        [one(CALL, size=10), one(HIGHER, size=17)],
        [one(CALL, size=10), one(CALL, size=10, us=3)],
        [one(CALL, size=10), one(CALL, size=20, us=1), one(CALL, size=30, us=2), one(HIGHER, size=60)],
        [one(CALL, size=10), one(HIGHER, size=50)],
        [one(CALL, size=10), one(SPY_CALL, size=10)],
    ],
)
def test_no_ratio_no_package(prints: list[Print]) -> None:
    packages, singles = split(prints)
    assert (packages, sorted(each.key for each in singles)) == ([], sorted(each.key for each in prints))


def test_an_unrelated_print_at_the_instant_stays_alone() -> None:
    packages, singles = split([one(CALL, size=100), one(HIGHER, size=100), one(LOWER, size=7)])
    assert [len(each.legs) for each in packages] == [2]
    assert [each.contract for each in singles] == [LOWER]


def test_f47_a_leg_whose_package_was_not_seen_has_no_premium() -> None:
    packages, singles = split([one(CALL, 900.0, 1000, conditions=MLET, side="unknown")])
    assert singles == []
    assert (packages[0].structure, packages[0].net_cents) == (LONE, 0)


def test_f47_a_box_has_no_premium() -> None:
    box = [one(CALL, 20.0, 500), one(PUT, 18.0, 500), one(HIGHER, 14.0, 500), one("SPXW260114P06010000", 22.0, 500)]
    packages, _ = split(box)
    assert (packages[0].structure, packages[0].financing, packages[0].net_cents) == ("box", True, 0)


def test_f47_a_roll_of_deep_calls_has_no_premium() -> None:
    roll = [("SPX260717C05000000", 2235.82), ("SPX260515C06000000", 1207.54)]
    for spot in (7205.0, None):
        packages, _ = split([one(contract, price, 1500, spot=spot) for contract, price in roll])
        assert [(each.financing, each.net_cents) for each in packages] == [(True, 0)]


def test_one_deep_leg_that_holds_most_of_the_premium_makes_it_financing() -> None:
    legs = [one("SPX260515C05000000", 1005.0, 250), one("SPX260515P05900000", 0.8, 250)]
    assert package_of(legs).financing


@given(st.lists(st.integers(1, 10**7), min_size=2, max_size=6))
def test_the_least_net_is_that_of_the_slow_way(cents: list[int]) -> None:
    legs = [Leg(CALL, 1, each) for each in cents]
    slow = min(
        abs(sum(sign * each for sign, each in zip(signs, cents, strict=True)))
        for signs in product((1, -1), repeat=len(cents))
    )
    assert least_net(legs) == slow


@given(
    st.lists(
        st.tuples(st.sampled_from([CALL, HIGHER, LOWER, SPY_CALL]), st.integers(1, 4), st.booleans()),
        min_size=1,
        max_size=8,
    )
)
def test_every_print_ends_in_exactly_one_place(drawn: list[tuple[str, int, bool]]) -> None:
    prints = [
        one(contract, size=size, conditions=MLET if leg else (), key=f"k{number}")
        for number, (contract, size, leg) in enumerate(drawn)
    ]
    packages, singles = split(prints)
    places = [each.key for package in packages for each in package.prints] + [each.key for each in singles]
    assert sorted(places) == sorted(each.key for each in prints)
    assert not any(each.multi_leg for each in singles)
