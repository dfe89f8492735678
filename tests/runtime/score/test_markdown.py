"""The README's page."""

from msgspec.structs import replace

from spxcc.engines.score.result import ScoreResult
from spxcc.ledger.outcomes import Audit, Book
from spxcc.runtime.score.markdown import page, verdict
from tests.fakes.scores import cell, score_result

BOOK = Book("42fb6e22de068ac9", "SPY minutes × 10", 1)


def test_f45_the_page_says_what_was_measured_and_what_was_not() -> None:
    audit = Audit(669, "ab" * 32, None)
    text = page(score_result(), BOOK, ("2024-04-03", "2025-04-02"), {"pin_drift": "no chain"}, audit)
    assert "| `fade_at_wall` | 638 | 236 | 48 % [44–52] | 47 % | 45 % | -0.010 [-0.11, +0.09] |" in text
    assert "none of them earns more than random entries" in text
    assert "Not decided: `pin_drift`, no chain." in text
    assert "Forward outcomes, the only out-of-sample that counts: 31." in text
    assert "chain intact" in text
    broken = page(score_result(), BOOK, ("a", "b"), {}, replace_audit("row 2 was changed"))
    assert "chain row 2 was changed" in broken
    assert "Nothing was measured yet" in page(ScoreResult(), None, None, {}, audit)


def replace_audit(fault: str) -> Audit:
    return Audit(1, "", fault)


def test_f45_the_verdict_names_what_stands_and_what_loses() -> None:
    good = replace(cell(), exploratory=False, r=0.2)
    bad = replace(cell(kind="orb_failure"), r=-0.2, r_low=-0.3, r_high=-0.1)
    text = verdict([good, bad])
    assert "these earn more than random entries: fade_at_wall" in text
    assert "lies below zero: orb_failure" in text
