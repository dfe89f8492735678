"""Where the numbers of a zone come from."""

from tests.engines.stood import faults_of, stood


def test_f33_zones_follow_from_the_levels_in_them() -> None:
    value = stood().published["clusters:update"]
    assert value.zones
    assert faults_of("clusters:update", value) == []


def test_the_price_has_its_levels_as_rows_with_their_weight() -> None:
    value = stood().published["clusters:update"]
    found = stood().why("clusters:update", "zones.0.price")
    assert found is not None
    assert tuple(row.label for row in found.rows) == value.zones[0].labels
    assert all(0 < row.weight <= 1 for row in found.rows)
    families = stood().why("clusters:update", "zones.0.families")
    assert families is not None
    assert families.value == len(value.zones[0].families)
    assert stood().why("clusters:update", "zones.99.price") is None
