"""Words and their hysteresis."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.regime.axes import Trend
from spxcc.engines.regime.params import HOLD_MS
from spxcc.engines.regime.result import Word
from spxcc.engines.regime.words import Held, direction_of, word_of

WORDS: tuple[Word, ...] = ("trending", "ranging", "compression", "breakout", "undetermined")
MINUTE = 60_000


def trend(efficiency: float, move: float, span: float, broke: int = 0, e30: float | None = 7.0) -> Trend:
    return Trend(efficiency, move, span, broke, e30)


@pytest.mark.parametrize(
    ("found", "gamma", "word"),
    [
        (None, "positive", "undetermined"),
        (trend(0.6, 9.0, 12.0), "negative", "trending"),
        (trend(0.6, 3.0, 12.0), "negative", "undetermined"),
        (trend(0.2, 1.0, 6.0), "positive", "compression"),
        (trend(0.2, 2.0, 11.0), "positive", "ranging"),
        (trend(0.2, 2.0, 11.0), None, "ranging"),
        (trend(0.2, 2.0, 11.0), "near_flip", "undetermined"),
        (trend(0.4, 5.0, 12.0), "positive", "undetermined"),
        (trend(0.5, 9.0, 12.0, broke=1), "negative", "breakout"),
        (trend(0.2, 2.0, 11.0, e30=None), "positive", "ranging"),
    ],
)
def test_f41_words_need_their_evidence(found: Trend | None, gamma: str | None, word: str) -> None:
    assert word_of(found, gamma) == word


def test_direction_is_apart_from_the_word() -> None:
    assert direction_of(None) == "neutral"
    assert direction_of(trend(0.5, 5.0, 12.0)) == "up"
    assert direction_of(trend(0.5, -5.0, 12.0)) == "down"
    assert direction_of(trend(0.5, 3.0, 12.0)) == "neutral"
    assert direction_of(trend(0.2, 5.0, 12.0)) == "neutral"


def test_f41_a_change_waits_five_minutes() -> None:
    held = Held().hear("ranging", 0)
    assert (held.word, held.since) == ("ranging", 0)
    for minute in range(1, 6):
        held = held.hear("trending", minute * MINUTE)
        assert held.word == "ranging"
    held = held.hear("trending", 6 * MINUTE)
    assert (held.word, held.since) == ("trending", 6 * MINUTE)


def test_f41_a_word_that_comes_back_resets_its_challenger() -> None:
    held = Held().hear("ranging", 0).hear("trending", MINUTE).hear("ranging", 4 * MINUTE).hear("trending", 5 * MINUTE)
    assert held.hear("trending", 7 * MINUTE).word == "ranging"


def test_the_first_evidence_counts_at_once() -> None:
    held = Held().hear("undetermined", 0).hear("breakout", MINUTE)
    assert (held.word, held.since) == ("breakout", MINUTE)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60))
def test_f41_between_two_determined_words_lie_five_minutes(said: list[Word]) -> None:
    held, changes = Held(), []
    for minute, word in enumerate(said):
        after = held.hear(word, minute * MINUTE)
        if held.since is not None and after.word != held.word:
            changes.append((held.word, minute * MINUTE - (held.since or 0)))
        held = after
    assert all(lasted >= HOLD_MS for word, lasted in changes if word != "undetermined")
