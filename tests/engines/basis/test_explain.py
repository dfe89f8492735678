"""Where the basis comes from."""

from tests.engines.stood import faults_of, stood


def test_f33_basis_averages_and_parity_follow_from_prices_and_strikes() -> None:
    value = stood().published["basis:update"]
    assert value.basis is not None
    assert value.z is not None
    assert faults_of("basis:update", value, but="correlation") == []


def test_the_implied_index_has_its_strikes_as_rows() -> None:
    found = stood().why("basis:update", "parity_spot")
    assert found is not None
    assert len(found.rows) == 5
    assert all(row.label.startswith("K ") for row in found.rows)
    assert stood().why("basis:update", "trend") is None
