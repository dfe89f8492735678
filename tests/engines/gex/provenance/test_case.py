"""How an answer is put together."""

import dataclasses

import msgspec
import pytest

from spxcc.engines.engine import NoSuchNumber
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.provenance import kinds
from spxcc.engines.gex.provenance.case import Case, Evidence
from spxcc.engines.why.result import Fact
from tests.engines.gex.provenance.boards import both


def case(**changes: object) -> Case:
    run = both()
    result = msgspec.structs.replace(run.board.symbols["SPX"], **changes)
    return Case(run.snapshot, result, run.memory.views, run.memory.parts, "gex:SPX", "x", DEFAULTS, run.memory.ratio)


def test_ages_coverage_warnings_and_definition_go_with_every_answer() -> None:
    one = case()
    found = one.answer(kinds.NET_GEX, 1.0, Evidence(facts=(Fact("a", 1.0),)))
    assert one.result.quality is not None
    assert one.result.coverage is not None
    assert found.ages == {"spot": one.result.quality.spot_age_s, "quotes": one.result.quality.quotes_age_s}
    assert found.coverage == one.result.coverage.oi_valid_share
    assert (found.sign_model, found.definition) == ("standard", one.result.definition)
    assert found.warnings == one.result.warnings
    assert found.facts[-1] == Fact("a", 1.0)
    assert (found.total, found.contracts, found.reason) == (None, 0, None)


def test_without_a_value_there_is_no_evidence_but_a_reason() -> None:
    shown = Evidence(facts=(Fact("a", 1.0),), target=1.0)
    assert case().answer(kinds.NET_GEX, None, shown, "why not").reason == "why not"
    assert case(reason="refused").answer(kinds.NET_GEX, None, shown).reason == "refused"
    found = case().answer(kinds.NET_GEX, None, shown)
    assert (found.reason, found.target, found.total) == ("not in this result", None, None)


def test_old_or_unknown_open_interest() -> None:
    assert case(open_interest_date="2026-01-13").grade(kinds.COVERED).letter == "B"
    unknown = case(open_interest_date=None).grade(kinds.COVERED)
    assert unknown.letter == "C"
    assert unknown.why == f"{kinds.COVERED.grade.why}; lowered: the date of the open interest is unknown"
    lowered = case(open_interest_date="2026-01-09").grade(kinds.COVERED)
    assert lowered.letter == "C"
    assert "of 2026-01-09, not of 2026-01-13" in lowered.why
    assert case(open_interest_date="2026-01-09").grade(kinds.NET_GEX).letter == "D"


def test_an_unknown_expiry_is_named_with_the_known_ones() -> None:
    one = case()
    row = one.result.by_expiry[1]
    assert one.expiry(row.root, row.expiry) is row
    assert one.group(row.root, row.expiry) == 1
    with pytest.raises(NoSuchNumber, match=r"there is SPXW\.2026-01-14"):
        one.expiry("SPXW", "1999-01-01")


def test_measured_says_whether_there_are_exposures() -> None:
    assert case().measured
    assert not dataclasses.replace(case(), parts={}).measured
    assert case().own is both().memory.parts["SPX"]
