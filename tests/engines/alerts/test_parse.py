"""Alerts in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.alerts.params import COOLDOWN_MS
from spxcc.engines.alerts.parse import EXAMPLES, NotUnderstood, parse, words_of
from spxcc.engines.alerts.result import Condition


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("touch 6905", Condition(kind="touch", value=6905.0)),
        ("alert: price crosses below 6,880.5", Condition(kind="cross", value=6880.5, word="below")),
        ("CROSS  ABOVE 6900", Condition(kind="cross", value=6900.0, word="above")),
        ("< 6880", Condition(kind="cross", value=6880.0, word="below")),
        ("sweep >= 1M", Condition(kind="print", value=1e6, word="sweep")),
        ("sweep ≥ $1.5m", Condition(kind="print", value=1.5e6, word="sweep")),
        ("block >= 500k", Condition(kind="print", value=5e5, word="block")),
        ("any setup READY", Condition(kind="setup", word="ready")),
        ("setup invalidated", Condition(kind="setup", word="invalid")),
        ("setup", Condition(kind="setup")),
        ("flip", Condition(kind="flip")),
        ("put wall shift", Condition(kind="wall", word="put")),
        ("regime change", Condition(kind="regime")),
        ("flow below 35", Condition(kind="flow", value=35.0, word="below")),
        ("basis z 2", Condition(kind="basis", value=2.0)),
        ("move 80%", Condition(kind="move", value=80.0)),
        ("feed stale", Condition(kind="stale")),
        ("macro in 5m", Condition(kind="event", value=5.0)),
        ("close 15m", Condition(kind="close", value=15.0)),
    ],
)
def test_words_become_conditions(text: str, condition: Condition) -> None:
    assert parse(text).condition == condition


def test_every_kind_has_an_example_that_reads_back_as_itself() -> None:
    kinds = set()
    for text in EXAMPLES:
        wish = parse(text)
        again = parse(wish.words)
        assert again.condition == wish.condition, text
        assert again.words == wish.words
        kinds.add(wish.condition.kind)
    assert kinds == set(COOLDOWN_MS)


@given(st.floats(100, 99_999), st.sampled_from(["above", "below"]))
def test_levels_read_back(value: float, side: str) -> None:
    condition = parse(f"cross {side} {value:.2f}").condition
    assert parse(words_of(condition)).condition == condition
    assert condition.value == pytest.approx(value, abs=0.006)


@given(st.integers(1_000, 10_000_000_000))
def test_premiums_read_back(value: int) -> None:
    condition = parse(f"sweep >= {value}").condition
    assert condition.value == value
    assert parse(words_of(condition)).condition == condition


def test_what_follows_the_condition() -> None:
    assert parse("touch 6905").once
    assert not parse("touch 6905 each").once
    assert not parse("setup ready").once
    assert parse("setup ready once").once
    assert parse("touch 6905").severity == "info"
    assert parse("touch 6905 critical").severity == "critical"
    assert parse("touch 6905 each critical").severity == "critical"
    assert parse("touch 6905 critical each").once is False
    assert parse("touch 6905 for 30m").minutes == 30.0
    assert parse("touch 6905 for 2h").minutes == 120.0
    assert parse("touch 6905").minutes is None
    assert parse("flip").severity == "critical"


@pytest.mark.parametrize(
    "text",
    ["", "   ", "buy 6905", "touch", "touch abc", "touch 5", "touch 1e9", "cross 6880", "sweep", "sweep >= 10",
     "flow above 120", "close 9999m", "touch 6905 for 0m", "touch nan", "touch 6905; drop", "x" * 500],
)  # fmt: skip
def test_what_is_no_alert_says_what_would_be_one(text: str) -> None:
    with pytest.raises(NotUnderstood, match="expected"):
        parse(text)


@given(st.text(max_size=150))
def test_any_text_is_an_alert_or_a_sentence(text: str) -> None:
    try:
        wish = parse(text)
    except NotUnderstood as error:
        said = str(error)
    else:
        said = "expected"
        assert parse(wish.words).condition == wish.condition
    assert said.startswith("expected")
    assert len(said) < 200
