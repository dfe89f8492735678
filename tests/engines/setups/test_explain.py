"""Where the numbers of a setup come from."""

from spxcc.engines.setups.result import Setup
from tests.engines.stood import faults_of, stood


def setups() -> tuple[Setup, ...]:
    found: tuple[Setup, ...] = stood().published["setups:update"]
    return found


def test_f33_prices_ratios_and_counts_follow_from_the_rule_and_its_conditions() -> None:
    assert setups()
    instants = r"created|updated|history\.\d+\.at|idea\.quoted_at"
    for setup in setups():
        assert faults_of("setups:update", setup, but=instants, prefix=f"{setup.id}.") == []


def test_the_score_has_its_conditions_as_rows() -> None:
    setup = max(setups(), key=lambda one: one.total)
    found = stood().why("setups:update", f"{setup.id}.passed")
    assert found is not None
    assert len(found.rows) == setup.total
    assert sum(row.value for row in found.rows) == setup.passed


def test_a_chance_that_nobody_measured_says_so() -> None:
    found = stood().why("setups:update", f"{setups()[0].id}.probability")
    assert found is not None
    assert found.value is None
    assert found.reason == "no outcome of these rules was resolved yet"
    assert stood().why("setups:update", "nobody.entry") is None
