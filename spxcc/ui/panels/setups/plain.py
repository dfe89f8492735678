"""A trader's words for what the language of the rules says: conditions by their names, one name for one level."""

from spxcc.engines.setups.result import Check, Setup

VERDICTS = frozenset({"holds", "does not hold", "unknown"})
LANGUAGE = frozenset("<>=_[]")
"""Signs that the language has, and words have not."""
OPENING: dict[str, tuple[str, str]] = {
    "ORL": ("ORL*", "ORL* leaves out the first minute, which ORL of the levels has"),
    "ORH": ("ORH*", "ORH* leaves out the first minute, which ORH of the levels has"),
}
"""Rules leave the first minute, when the index lags, out of the opening range; the list of levels has it."""
LISTED = "breakout_vacuum"
"""The kind whose edges are levels of the list."""


def is_rule(check: Check) -> bool:
    """Whether what it needs is said in the language; `w` shows that, and its name says it in words."""
    return check.value in VERDICTS and not LANGUAGE.isdisjoint(check.need)


def found_words(check: Check) -> str:
    """`1.87 (needs ≥ 2.00)`, or only whether it holds."""
    return check.value if is_rule(check) else f"{check.value} (needs {check.need})"


def needs_words(setup: Setup) -> str:
    """`stretch ≥ 2.00 (1.87)`, or `first close inside`; "" where nothing is lacking."""
    for check in setup.checks:
        if is_rule(check) and setup.needs == f"{check.name} {check.need} ({check.value})":
            return f"{check.name} (unknown)" if check.value == "unknown" else check.name
    return setup.needs


def level_words(setup: Setup) -> str:
    """The level's label, the opening range of the rules apart from that of the levels."""
    label = setup.level_label
    return OPENING[label][0] if label in OPENING and setup.kind != LISTED else label


def level_note(setup: Setup) -> str:
    """What that name means; "" where there is nothing to tell apart."""
    return OPENING[setup.level_label][1] if level_words(setup) != setup.level_label else ""
