"""Lines to a card, and back."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.plan.result import PlanCard
from spxcc.ui.screens.plan_form import FIELDS, card_from, result_of, texts_of

CARDS = st.builds(
    PlanCard,
    bias=st.sampled_from(("long", "short", "none")),
    line=st.none() | st.integers(1, 9_999).map(float),
    levels=st.lists(st.integers(1, 9_999).map(float), max_size=2).map(tuple),
    setups=st.lists(st.sampled_from(("fade", "breakout")), max_size=2).map(tuple),
    max_loss_usd=st.none() | st.integers(1, 99_999).map(float),
    max_trades=st.none() | st.integers(0, 50),
    windows=st.lists(st.sampled_from(("12:00-13:00", "14:00-14:30")), max_size=2).map(tuple),
    not_today=st.sampled_from(("", "chase")),
)


@given(card=CARDS)
def test_what_was_typed_yesterday_is_the_same_card_today(card: PlanCard) -> None:
    assert msgspec.convert(card_from(texts_of(card)), PlanCard) == card


def test_nothing_typed_is_a_card_without_anything() -> None:
    assert msgspec.convert(card_from({}), PlanCard) == PlanCard()
    assert texts_of(None) == {name: "" for name, _, _ in FIELDS}


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("bias", "up", "long, short or none"),
        ("line", "low", "line in the sand"),
        ("levels", "6900 high", "levels"),
        ("max_loss_usd", "much", "max loss"),
        ("max_trades", "1.5", "whole number"),
    ],
)
def test_what_is_not_understood_is_named(name: str, text: str, words: str) -> None:
    told = card_from({name: text})
    assert isinstance(told, str)
    assert words in told


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("-1", {"r": -1.0}),
        ("−0.5R", {"r": -0.5}),
        ("1.5 -450$", {"r": 1.5, "usd": -450.0}),
        ("1,200$ 2r", {"usd": 1200.0, "r": 2.0}),
    ],
)
def test_results_as_people_write_them(text: str, result: dict[str, float]) -> None:
    assert result_of(text) == result


def test_a_result_without_r_or_sense_is_a_sentence() -> None:
    for text in ("", "120$", "good"):
        assert isinstance(result_of(text), str)
