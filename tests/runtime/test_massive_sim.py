"""Building the simulated Massive."""

from dataclasses import replace

import pytest

from spxcc.feeds.simulator.scenarios import scenario_named
from spxcc.runtime.massive_sim import SimOptions, server_of
from tests.fakes.clock import ManualClock


def test_f30_a_scenario_begins_where_it_says_and_brings_its_faults() -> None:
    server = server_of(SimOptions(scenario_named("feed-degraded"), 7, 0), ManualClock())
    assert server.label == "seed=7 scenario=feed-degraded"
    assert b"freeze" in server.respond("GET", "/-/sim/faults", {}, b"").answer.body
    assert b"2026-03-24T11:00:00" in server.respond("GET", "/-/sim/state", {}, b"").answer.body


def test_f30_hedging_dealers_are_told_of_and_move_what_is_served() -> None:
    plain = scenario_named("pin")
    server = server_of(SimOptions(replace(plain, hedging=0.5), 7, 0), ManualClock())
    assert server.label == "seed=7 scenario=pin hedging=0.5"
    asking = ("GET", "/v3/snapshot/indices?ticker=I:SPX", {"authorization": "Bearer sim"}, b"")
    other = server_of(SimOptions(plain, 7, 0), ManualClock())
    assert server.respond(*asking).answer.body != other.respond(*asking).answer.body


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a time"):
        server_of(SimOptions(scenario_named("pin"), 7, 0, at="noon"), ManualClock())
