"""Where the cone comes from."""

from tests.engines.stood import faults_of, stood


def test_f33_cone_and_targets_follow_from_spot_volatility_and_time() -> None:
    value = stood().published["prediction:update"]
    assert value.horizons
    assert value.next_up is not None
    assert faults_of("prediction:update", value, but=r"horizons\.\d+\.(at|n)") == []


def test_a_place_that_is_not_there_has_no_answer() -> None:
    assert stood().why("prediction:update", "horizons.99.low1") is None
    assert stood().why("prediction:update", "horizons.0.label") is None
