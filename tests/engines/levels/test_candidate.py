"""Ids of levels."""

from spxcc.engines.levels.candidate import Candidate, Found, lacking, together


def candidate(kind: str = "pdh", price: float = 6000.0, scope: str = "session", rank: int = 1) -> Candidate:
    return Candidate(kind, "PDH", "structural", "structural", price, 0.5, "test", scope, rank)


def test_f37_the_id_depends_on_kind_scope_session_and_rank_only() -> None:
    day = "2026-01-14"
    assert candidate(price=6000.0).id(day) == candidate(price=6100.0).id(day)
    different = {
        candidate().id(day),
        candidate(kind="pdl").id(day),
        candidate(scope="week").id(day),
        candidate(rank=2).id(day),
        candidate().id("2026-01-15"),
    }
    assert len(different) == 5


def test_parts_are_joined_in_order() -> None:
    found = together((Found((candidate(),)), lacking("fibonacci", "no swing"), Found((candidate("pdl"),))))
    assert [each.kind for each in found.candidates] == ["pdh", "pdl"]
    assert found.missing == (("fibonacci", "no swing"),)
