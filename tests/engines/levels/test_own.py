"""Own and imported levels."""

import msgspec

from spxcc.engines.levels.own import own_levels
from spxcc.engines.levels.result import LEVELS_FACT, OwnLevel, OwnLevels
from spxcc.market.units import to_millis
from tests.fakes.snapshots import at, make_snapshot

TYPED = OwnLevel(number=1, price=6012.5, label="my line", added=to_millis(at("10:00")))
SOLD = OwnLevel(number=1, price=6050.0, label="CR", added=0, vendor="acme", session="2026-01-14")
OTHER = OwnLevel(number=2, price=6060.0, label="CR", added=0, vendor="acme", session="2026-01-15")


def told(*levels: OwnLevel) -> dict[str, str]:
    """The fact."""
    return {LEVELS_FACT: msgspec.json.encode(OwnLevels(levels)).decode()}


def test_f37_own_and_imported_levels_are_candidates_like_others() -> None:
    found = own_levels(make_snapshot(facts=told(TYPED, SOLD, OTHER))).candidates
    assert [(one.kind, one.family, one.label, one.price, one.source) for one in found] == [
        ("own", "own", "my line", 6012.5, "typed by you"),
        ("vendor", "vendor", "CR", 6050.0, "acme"),
    ]
    assert [one.known_from for one in found] == [at("10:00"), at("09:30")]
    assert len({one.id("2026-01-14") for one in found}) == 2


def test_without_the_fact_none() -> None:
    assert own_levels(make_snapshot()).candidates == ()
