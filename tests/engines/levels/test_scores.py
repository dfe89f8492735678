"""The scoreboard."""

import msgspec

from spxcc.engines.levels.result import FamilyScore
from spxcc.engines.levels.scores import scores_of
from tests.fakes.results import make_level


def test_f38_counts_by_family_and_vendor_beside_their_placebos() -> None:
    one = msgspec.structs.replace(
        make_level("a", 6000.0, family="gamma"), touches=3, resolved=2, held=1, null_resolved=4, null_held=3
    )
    other = msgspec.structs.replace(one, id="b", family="vendor", source="acme")
    assert scores_of([one, one, other]) == (
        FamilyScore("gamma", 2, 6, 4, 2, 8, 6),
        FamilyScore("vendor:acme", 1, 3, 2, 1, 4, 3),
    )
    assert scores_of([]) == ()
