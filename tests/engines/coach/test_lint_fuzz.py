"""No numeral without a cite survives, whatever is written around it."""

import random
import re
from collections.abc import Callable, Sequence

import pytest

from spxcc.engines.coach.lint import lint
from spxcc.engines.coach.result import Cite

WORDS = (
    "SPX", "touched", "the call wall", "closed", "above", "below", "points", "zero gamma", "muted", "at", "of",
    "S7", "T1", "0DTE", "E15", "[sim]", "a 1m close above", "n", "share", "null", "interval", "·", "—", "(", ")", ",",
    ".", ":", "%", "bn", "K", "M", "$", "+", "−", "-", "/", "S1x", "T12", "E150", "x0DTE",
)  # fmt: skip
DIGITS = "0123456789", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "₀₁₂₃₄₅₆₇₈₉"
ODD = "½", "²", "Ⅷ", "①", "forty", "Thirteen", "two", "a dozen", "millions"
NAMES = re.compile(r"\b(?:S(?:[1-9]|1[0-2])|[Tr][12]|E(?:5|10|15|30|60)|[01]DTE|[15]m(?= close))\b", re.ASCII)
SPELLED = re.compile(r"\b(two|thirteen|forty|dozen|millions)\b", re.IGNORECASE)


def twin(text: str, values: Sequence[float]) -> bool:
    """The slow way: whether each run of digits can be a part of one of the cited values as people write these."""
    rest = NAMES.sub(" ", text)
    if SPELLED.search(rest) or any(not c.isascii() and (c.isnumeric() or c.isdigit()) for c in rest):
        return False
    written = {form for value in values for form in forms(value)}
    pieces = re.findall(r"\d+:\d+|\d[\d,]*(?:\.\d+)?", rest)
    return all(piece.rstrip(",") in written for piece in pieces)


def forms(value: float) -> set[str]:
    """How a value can be written, without its sign and unit."""
    found: set[str] = set()
    for scaled in (value, 100 * value, value / 1e3, value / 1e6, value / 1e9):
        for decimals in range(5):
            for at in (-1e-9, 0.0, 1e-9):
                number = abs(scaled) * (1 + at)
                found |= {f"{number:,.{decimals}f}", f"{number:.{decimals}f}"}
    if value == int(value) and 0 <= value < 1440:
        found |= {f"{int(value) // 60}:{int(value) % 60:02d}", f"{int(value) // 60:02d}:{int(value) % 60:02d}"}
    return found


def numeral(rng: random.Random) -> str:
    """A number as somebody might write it."""
    kind = rng.randrange(9)
    value = rng.choice(
        [rng.randrange(10), rng.randrange(1000), rng.uniform(0, 7000), rng.uniform(0, 1), 10 ** rng.randrange(9)]
    )
    if kind == 0:
        return f"{rng.randrange(24)}:{rng.randrange(60):02d}"
    if kind == 1:
        return rng.choice(ODD)
    if kind == 2:
        return "".join(rng.choice(rng.choice(DIGITS)) for _ in range(rng.randrange(1, 5)))
    text = f"{value:,.{rng.randrange(3)}f}" if kind < 6 else f"{value:.{rng.randrange(3)}f}"
    return f"{rng.choice(['', '', '$', '+', '−', '-'])}{text}{rng.choice(['', '', ' %', '%', 'K', 'M', ' bn'])}"


def written(rng: random.Random, cite: Cite) -> str:
    """A cited value, as a message would say it."""
    return f"{cite.value:,.{rng.randrange(3)}f}"


def glued(parts: Sequence[str], between: str) -> str:
    """Joined, but two numbers never without a space: `1,472` and `1,472.0` are no number of eleven digits."""
    text = ""
    for part in parts:
        apart = " " if text[-1:].isdigit() or text[-1:] in (",", ".", ":") else between
        text += f"{apart if text else ''}{part}"
    return text


def message(rng: random.Random) -> tuple[str, list[Cite]]:
    cites = [
        Cite(channel="c", id=str(at), value=round(rng.uniform(-100, 7000), rng.randrange(3)), age_ms=0)
        for at in range(rng.randrange(4))
    ]
    parts: list[str] = []
    for _ in range(rng.randrange(2, 9)):
        draw = rng.random()
        if draw < 0.25 and cites:
            parts.append(written(rng, rng.choice(cites)))
        elif draw < 0.45:
            parts.append(numeral(rng))
        else:
            parts.append(rng.choice(WORDS))
    return glued(parts, rng.choice([" ", " ", ""])), cites


def fuzz(count: int, seed: int, check: Callable[[str, Sequence[Cite]], None]) -> int:
    """How many of `count` messages passed the linter; `check` sees each of these."""
    rng, passed = random.Random(seed), 0
    for _ in range(count):
        text, cites = message(rng)
        if not lint(text, cites, lambda channel: None):
            passed += 1
            check(text, cites)
    return passed


def cited(text: str, cites: Sequence[Cite]) -> None:
    assert twin(text, [cite.value for cite in cites]), (text, cites)


def test_f48_no_uncited_numeral_survives_quick() -> None:
    assert fuzz(500, 1, cited) > 50


@pytest.mark.slow
def test_f48_no_uncited_numeral_survives_ten_thousand() -> None:
    assert fuzz(10_000, 2, cited) > 1_000


@pytest.mark.parametrize("text", ["half of ½", "６２ points", "62²", "sixty points", "some forty-five", "Ⅷ"])
def test_f48_other_digits_and_words_are_numerals_too(text: str) -> None:
    cites = [Cite(channel="c", id="x", value=62.0, age_ms=0)]
    assert lint(text, cites, lambda channel: None) != ()
