"""Where the counters of the health come from."""

from tests.engines.stood import faults_of, stood


def test_f33_counters_and_newest_events_are_those_of_the_fold() -> None:
    value = stood().published["health:update"]
    assert value.events > 0
    assert faults_of("health:update", value) == []
    assert stood().why("health:update", "feeds.nobody") is None
