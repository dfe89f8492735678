"""The linter: what a message may not say, and that each of its numerals is cited (SETUPS.md 8)."""

import re
from collections.abc import Callable, Sequence
from unicodedata import numeric

from spxcc.engines.coach.numerals import Numeral, numerals
from spxcc.engines.coach.result import Cite
from spxcc.engines.coach.told import clock_of

CLOCK_FROM = 1e11
"""A cited value from here on is an instant in milliseconds."""
_VERBS = r"(?:buy|sell|enter|exit|take|add|flatten|cover)"
_OBJECTS = r"(?:now|here|at|it|the|a|an|your|some|more|long|short|profits?|calls?|puts?|\$?\d)"
FORBIDDEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, flags), why)
    for pattern, flags, why in (
        (rf"(?:^|[.;:,!—]\s*)(?:{_VERBS})\s+{_OBJECTS}\b", re.IGNORECASE, "an imperative"),
        (r"\b(?:BUY|SELL|ENTER|EXIT|TAKE|GO (?:LONG|SHORT))\b", 0, "an imperative"),
        (rf"\b(?:should|must|now|to)\s+{_VERBS}\b", re.IGNORECASE, "an imperative"),
        (r"\bgo (?:long|short)\b", re.IGNORECASE, "an imperative"),
        (r"\bhigh[- ]?probability\b|\bguarante|\bsure (?:thing|bet)\b|\bcertain to\b", re.IGNORECASE, "certainty"),
        (r"\bexpect(?:ing|s)?\b|\bwill\b|\bgoing to\b", re.IGNORECASE, "a forecast"),
        (r"\binstitution|\bsmart money\b|\bwhales?\b|\bmarket[- ]makers? (?:is|are)\b", re.IGNORECASE, "unobservable"),
        (r"(?<!model assumes )\bdealers?\b", re.IGNORECASE, "unobservable"),
        (r"\bbullish\b|\bbearish\b", re.IGNORECASE, "a view that flow does not give"),
        (r"\bmake it back\b|\brecover\b.*\bloss|\bsize up\b|\bdouble (?:down|up)\b", re.IGNORECASE, "recovery"),
        (r"\b(?:support|resistance)\b", re.IGNORECASE, "a level without a name"),
    )
)  # fmt: skip
_SPELLED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|dozens?|twice|thrice)\b",
    re.IGNORECASE,
)
"""Numbers in words: nobody can hold them against a cite."""
_CHANCE = re.compile(r"\bwin[- ]rate\b|\bprobability\b|\bchance\b|\bodds\b|\bp̂|\brecord\b", re.IGNORECASE)
_SAMPLE = re.compile(r"\bn\s?=?\s?\d|\b\d+/\d+\b", re.IGNORECASE)
_NULL = re.compile(r"\bnull\b|\bcontrol\b|\bdriftless\b|\bwilson\b|\[\s?\d+\s?[–-]\s?\d+\s?%?\s?\]", re.IGNORECASE)


def lint(
    content: str,
    cites: Sequence[Cite],
    limit_ms: Callable[[str], int | None],
    *,
    falsifier: str | None = None,
    tag: str = "",
) -> tuple[str, ...]:
    """What is wrong with a message; empty = it may be said.

    limit_ms: oldest cite that a channel allows, `None` = any. tag: what the text must begin with.
    """
    whole = content if falsifier is None else f"{content} · {falsifier}"
    found = [f"{why}: {match[0].strip()}" for pattern, why in FORBIDDEN if (match := pattern.search(whole)) is not None]
    found += [f"no cite for {each.text}" for each in numerals(whole) if not any(says(cite, each) for cite in cites)]
    found += [f"no cite for {letter}" for letter in whole if not letter.isascii() and numeric(letter, None) is not None]
    found += [f"no cite for {match[0]}" for match in _SPELLED.finditer(whole)]
    found += [f"stale cite of {cite.channel}" for cite in cites if _stale(cite, limit_ms(cite.channel))]
    if _CHANCE.search(whole) and not (_SAMPLE.search(whole) and _NULL.search(whole)):
        found.append("a chance without its sample and its null")
    if not content.startswith(tag):
        found.append(f"no tag {tag}")
    return tuple(found)


def says(cite: Cite, each: Numeral) -> bool:
    """Whether the cite's value, rounded as written, is the numeral; percents also of a share 0–1.

    A time of day is cited by an instant in milliseconds or by the minutes since midnight.
    """
    if each.clock:
        instant = cite.value >= CLOCK_FROM
        return clock_of(int(cite.value)) == each.text.zfill(5) if instant else cite.value == each.value
    values = (cite.value, 100.0 * cite.value) if each.percent else (cite.value,)
    return any(abs(value - each.value) <= each.half * (1 + 1e-9) + 1e-9 for value in values)


def _stale(cite: Cite, limit: int | None) -> bool:
    return limit is not None and cite.age_ms > limit
