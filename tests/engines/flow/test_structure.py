"""Names of packages."""

import pytest

from spxcc.engines.flow.structure import Leg, is_financing, name_of, twinned


def leg(text: str, size: int = 10, price: float = 5.0) -> Leg:
    """`C6000`, `P6000/16` (expiry 2026-01-16) as a leg."""
    name, _, day = text.partition("/")
    return Leg(f"SPXW2601{day or '14'}{name[0]}{int(name[1:]) * 1000:08d}", size, round(price * size * 10_000))


@pytest.mark.parametrize(
    ("legs", "name"),
    [
        (["C6000", "C6010"], "vertical"),
        (["C6000", "C6000/16"], "calendar"),
        (["C6000", "C6010/16"], "diagonal"),
        (["C6000", "P6000"], "straddle or synthetic"),
        (["C6010", "P5990"], "strangle or risk reversal"),
        (["C6010", "P5990/16"], "two rights, two expiries"),
        (["C6000", "C6010", "C6020"], "butterfly"),
        (["C6000", "C6010", "C6020", "C6030"], "condor"),
        (["C6010", "C6020", "P5990", "P5980"], "iron condor"),
        (["C6000", "P6000", "C6010", "P6010"], "box"),
        (["C6000", "P6000", "C6000/16", "P6000/16"], "jelly roll"),
        (["C6000", "C6010", "C6020/16"], "combination"),
    ],
)
def test_names(legs: list[str], name: str) -> None:
    assert name_of([leg(each) for each in legs]) == name


def test_unequal_sizes_make_a_ratio_spread() -> None:
    assert name_of([leg("C6000", 10), leg("C6010", 20)]) == "ratio spread"


def test_f47_a_box_is_financing_and_a_condor_is_not() -> None:
    box = [leg(each) for each in ("C6000", "P6000", "C6010", "P6010")]
    assert twinned(box)
    assert is_financing(box)
    assert not is_financing([leg(each) for each in ("C6010", "C6020", "P5990", "P5980")])
    assert not twinned([*box[:3], leg("P6010", 11)])


def test_a_pair_of_one_strike_far_from_the_money_is_a_synthetic() -> None:
    assert is_financing([leg("C5000", 10, 1000.0), leg("P5000", 10, 0.5)])
    assert not is_financing([leg("C6000", 10, 12.0), leg("P6000", 10, 8.0)])
