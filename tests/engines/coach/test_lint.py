"""The linter, with the examples of what may and may not be said."""

import pytest

from spxcc.engines.coach.lint import lint, says
from spxcc.engines.coach.numerals import numerals
from spxcc.engines.coach.result import Cite
from spxcc.market.units import to_millis
from tests.fakes.snapshots import at


def cites(*values: float, age_ms: int = 0) -> tuple[Cite, ...]:
    return tuple(Cite(channel="gex:SPX", id="x", value=value, age_ms=age_ms) for value in values)


def instant(clock: str) -> float:
    return float(to_millis(at(clock)))


def limit(channel: str) -> int | None:
    return 15_000


ACCEPTED = (
    (
        "6850 call wall (0DTE, selected in 68 % of sign models) touched 10:42, closed 6847.3; S1 short armed, "
        "falsifier close >6852.1. Your S1 record 4/9; control 45 %.",
        cites(6850, 0.68, instant("10:42"), 6847.31, 6852.1, 4, 9, 0.45),
    ),
    ("GEX inputs 41 s old (limit 15 s): regime muted until 3 fresh chains.", cites(41.2, 15, 3)),
    ("Third loss. Your rule 'stop after 3' typed 09:21. Card: DONE.", cites(3, instant("09:21"))),
    (
        "At 14:50 the 6855C twin needs 63 % to break even; S4 p̂ 48 % [35–61], n=31. No edge measured.",
        cites(instant("14:50"), 6855, 0.63, 0.48, 35, 61, 31),
    ),
    (
        "10:31 claim 'holds above 6840 for 30 min' resolved false at 10:49.",
        cites(instant("10:31"), 6840, 30, instant("10:49")),
    ),
)
REJECTED = (
    ("Dealers are defending 6850", cites(6850)),
    ("High-probability long, ENTER 6841", cites(6841)),
    ("Institutions bought $4M calls, bullish", cites(4e6)),
    ("Expect a bounce at support", ()),
    ("Win rate 62 %", cites(0.62)),
    ("Cut size to make it back slowly", ()),
    ("6,850 call wall touched", ()),
)


@pytest.mark.parametrize(("text", "cited"), ACCEPTED)
def test_f48_what_may_be_said(text: str, cited: tuple[Cite, ...]) -> None:
    assert lint(text, cited, limit) == ()


@pytest.mark.parametrize(("text", "cited"), ACCEPTED)
def test_f48_without_any_one_of_its_cites_it_may_not(text: str, cited: tuple[Cite, ...]) -> None:
    for missing in range(len(cited)):
        assert lint(text, cited[:missing] + cited[missing + 1 :], limit) != (), cited[missing]


@pytest.mark.parametrize(("text", "cited"), REJECTED)
def test_f48_what_may_not_be_said(text: str, cited: tuple[Cite, ...]) -> None:
    assert lint(text, cited, limit) != ()


@pytest.mark.parametrize(
    "text",
    [
        "Buy the dip", "Wall touched: sell it", "You should take profits", "SPX above the wall; exit now",
        "Go long here",
        "A guaranteed bounce", "SPX will rise", "Smart money is active", "Flow is bearish", "Size up on the next one",
        "Resistance overhead", "Time to enter a short", "Market makers are short",
    ],
)  # fmt: skip
def test_forbidden_phrases(text: str) -> None:
    assert lint(text, (), limit) != ()


@pytest.mark.parametrize(
    "text",
    [
        "Fade at wall short at CW ready", "premium by side: calls bought, puts sold",
        "the model assumes dealers short puts",
        "expected absolute move", "entry above the wall", "time exit at the close", "regime trending, direction up",
        "no edge measured here",
    ],
)  # fmt: skip
def test_plain_words(text: str) -> None:
    assert lint(text, (), limit) == ()


def test_f48_a_stale_cite_is_a_problem() -> None:
    assert lint("at 6,850", cites(6850, age_ms=15_000), limit) == ()
    assert lint("at 6,850", cites(6850, age_ms=15_001), limit) == ("stale cite of gex:SPX",)
    assert lint("at 6,850", cites(6850, age_ms=10**9), lambda channel: None) == ()


def test_the_falsifier_is_read_too() -> None:
    assert lint("at 6,850", cites(6850), limit, falsifier="a 1m close above 6,852.1") == ("no cite for 6,852.1",)
    assert lint("at 6,850", cites(6850, 6852.1), limit, falsifier="a 1m close above 6,852.1") == ()


def test_data_that_are_not_live_carry_their_tag() -> None:
    assert lint("[sim] at 6,850", cites(6850), limit, tag="[sim] ") == ()
    assert lint("at 6,850", cites(6850), limit, tag="[sim] ") == ("no tag [sim] ",)


@pytest.mark.parametrize(
    ("value", "text", "covered"),
    [
        (6850.04, "6,850.0", True),
        (6850.06, "6,850.0", False),
        (6850.4, "6,850", True),
        (-4.1, "−4.1", True),
        (-4.1, "4.1", False),
        (0.684, "68 %", True),
        (0.686, "68 %", False),
        (68.4, "68 %", True),
        (2.31e9, "2.31 bn", True),
        (2.31, "2.31 bn", False),
        (642.0, "10:42", True),
        (641.0, "10:42", False),
    ],
)
def test_f48_equal_within_rounding(value: float, text: str, covered: bool) -> None:
    (cite,), (numeral,) = cites(value), numerals(text)
    assert says(cite, numeral) is covered
