"""Texts of others, spans, codes."""

import pytest

from spxcc.protocol.codes import CloseCode
from spxcc.runtime.doctor.words import CLOSES, REFUSALS, clean, closed_words, millis, moment, refused_words, span


def test_f62_every_close_code_has_words_and_a_remedy() -> None:
    assert set(CLOSES) == {int(code) for code in CloseCode}
    for code in CLOSES:
        words, remedy = closed_words(code, "token_expired")
        assert words.startswith(f"closed with {code}: ")
        assert words.endswith(" (token_expired)")
        assert remedy.endswith(".")
    assert "no known meaning" in closed_words(4999, "")[0]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "HTTP 401 Unauthorized: the token is not accepted"),
        (404, "HTTP 404 Not Found: no websocket at this path"),
        (200, "HTTP 200 OK: something else answers there"),
        (799, "HTTP 799 unknown: something else answers there"),
    ],
)
def test_f62_a_refused_handshake_is_told_in_words(status: int, words: str) -> None:
    assert refused_words(status)[0] == words
    assert all(remedy.endswith(".") for _, remedy in REFUSALS.values())


def test_foreign_text_is_one_printable_line_without_tokens() -> None:
    assert clean("a\x1b[31m\nb\tc\x00") == "a [31m b c"
    assert clean("key sesame1234 here", "sesame1234") == "key *** here"
    assert clean("Bearer abc.def and eyJhbGciOiJIUzI1NiJ9.e30.x") == "Bearer *** and ***"
    assert len(clean("x" * 500)) == 120


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.03, "30 ms"), (-1.2, "1.2 s"), (40, "40 s"), (700, "12 min"), (20_000, "6 h"), (800_000, "9 days")],
)
def test_spans(seconds: float, text: str) -> None:
    assert span(seconds) == text


def test_moments() -> None:
    assert moment(1_750_000_000) == "2025-06-15 15:06 UTC"
    assert moment(-5) == "-5 s after 1970"
    assert moment(1e14) == "100000000000000 s after 1970"
    assert (millis(0.44), millis(38.2), millis(1234)) == ("0.4 ms", "38 ms", "1,234 ms")
