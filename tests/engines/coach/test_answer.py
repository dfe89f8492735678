"""Answers to questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.coach.answer import NO_ADVICE, TOPICS, answer
from spxcc.engines.session.result import SESSION, Status
from tests.engines.coach.desks import NOW, Scene, gex, setup


def asked(text: str, scene: Scene | None = None, mode: str = "live") -> tuple[str, ...]:
    status = Status(status="open", session="2026-01-14", message="", next_open="", next_close="", mode=mode)
    return answer(text, {**(scene or Scene()).results, SESSION.name: status}, NOW)


@pytest.mark.parametrize(
    ("question", "start", "channels"),
    [
        ("where is the flip?", "Zero gamma 5,950.0 (50.0 points below SPX).", "gex:SPX"),
        ("walls", "Call wall 6,050, put wall 5,940.", "gex:SPX"),
        ("what is net gamma", "Net GEX +2.00 bn USD per percent", "gex:SPX"),
        ("price", "SPX 6,000.0 (+10.0 on the day).", "price:SPX"),
        ("nearest level?", "Nearest levels: OR15+ 6,004.5", "gex:SPX, levels:update"),
        ("regime", "Regime ranging for 12 min, direction neutral: 30-minute efficiency 0.21", "regime:update"),
        ("flow?", "Premium by side (quote rule): last 5 min calls bought 4.1M", "flow:summary"),
        ("how long to the close", "Close in 330 min (16:00).", "status"),
        ("cone", "One standard deviation around SPX, drift zero: 15 min", "prediction:update"),
    ],
)
def test_f48_each_topic_is_answered_with_its_channels(question: str, start: str, channels: str) -> None:
    pieces = asked(question)
    assert pieces[0].startswith(start)
    assert pieces[0].rstrip().endswith(f"[{channels}]")


def test_setups() -> None:
    (piece,) = asked("which setups are there", Scene(setups=(setup(),)))
    assert piece.startswith("Setups open: 1; fade at wall short at CW 6,050, ready, 5 of 6 conditions.")


def test_f48_what_it_cannot_answer_it_says() -> None:
    (piece,) = asked("who wins the cup?")
    assert piece.startswith("I have nothing to cite on that. I can answer about price, flip, walls")
    assert len(asked("")) == 1


def test_f48_no_advice() -> None:
    pieces = asked("should I buy at the call wall?")
    assert pieces[0] == f"{NO_ADVICE}\n"
    assert pieces[1].startswith("Call wall 6,050")


def test_f48_of_stale_inputs_the_age_alone() -> None:
    stale = Scene(gex=gex(quotes_at=int(NOW // 1_000_000) - 97_000))
    assert asked("flip", stale) == ("GEX inputs 97 s old (limit 15 s). [coach:message, gex:SPX]\n",)
    old = Scene(price_age_ms=91_000)
    assert asked("price", old) == ("Price: withheld, stale cite of price:SPX.\n",)


def test_nothing_known() -> None:
    assert answer("price", {}, NOW) == ("Price: nothing known yet.\n",)
    assert answer("flow", {}, NOW) == ("Flow: nothing known yet.\n",)
    assert answer("gamma", {}, NOW)[0] == "[mode unknown] GEX gives no result.\n"


def test_data_that_are_not_live_are_tagged() -> None:
    assert asked("price", mode="sim")[0].startswith("[sim] SPX 6,000.0")


@given(st.text(max_size=500))
def test_any_question_gets_an_answer(text: str) -> None:
    pieces = asked(text)
    assert 1 <= len(pieces) <= 5
    assert all(piece.endswith("\n") for piece in pieces)


def test_topics_have_names_once() -> None:
    names = [name for name, *_ in TOPICS]
    assert len(set(names)) == len(names)
