"""Where the axes of the regime come from."""

from tests.engines.stood import faults_of, stood


def test_f33_the_axes_follow_from_minutes_and_gamma() -> None:
    value = stood().published["regime:update"]
    assert value.efficiency is not None
    assert value.expected_move_used is not None
    assert faults_of("regime:update", value, but="since") == []


def test_what_is_not_measured_says_why() -> None:
    found = stood().why("regime:update", "probability")
    assert found is not None
    assert found.value is None
    assert found.reason
    assert stood().why("regime:update", "regime") is None


def test_the_efficiency_has_its_closes_as_rows() -> None:
    found = stood().why("regime:update", "efficiency")
    assert found is not None
    assert len(found.rows) == 31
    assert found.expression == "abs(last(rows) - first(rows)) / travelled(rows)"
