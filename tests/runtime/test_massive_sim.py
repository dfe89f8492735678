"""Building the simulated Massive."""

import pytest

from spxcc.feeds.simulator.scenarios import scenario_named
from spxcc.runtime.massive_sim import SimOptions, server_of
from tests.fakes.clock import ManualClock


def test_f30_a_scenario_begins_where_it_says_and_brings_its_faults() -> None:
    server = server_of(SimOptions(scenario_named("feed-degraded"), 7, 0), ManualClock())
    assert server.label == "seed=7 scenario=feed-degraded"
    assert b"freeze" in server.respond("GET", "/-/sim/faults", {}, b"").answer.body
    assert b"2026-03-24T11:00:00" in server.respond("GET", "/-/sim/state", {}, b"").answer.body


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a time"):
        server_of(SimOptions(scenario_named("pin"), 7, 0, at="noon"), ManualClock())
