"""Faults of scenarios."""

from spxcc.feeds.simulator.massive.faults import checked
from spxcc.feeds.simulator.massive.scripts import SCRIPTS, script_of
from spxcc.feeds.simulator.scenarios import scenario_named


def test_f30_scripts_belong_to_scenarios_and_hold() -> None:
    for name, faults in SCRIPTS.items():
        assert scenario_named(name).name == name
        assert checked(faults) == faults
    assert script_of("pin") == ()
