"""Asked before the start."""

import httpx

from spxcc.feeds.massive.probe import Standing, probe
from tests.fakes.snapshots import at
from tests.feeds.massive.vendor import KEY, URL, Handler, World


def asked(handler: Handler) -> Standing:
    with httpx.Client(transport=httpx.MockTransport(handler)) as client:
        return probe(URL, KEY, client)


def test_a_good_key_in_real_time() -> None:
    assert asked(World()) == Standing(delayed=False, simulator=False, server_time=at("11:00"))


def test_a_delayed_plan_and_a_simulator_are_seen() -> None:
    assert asked(World(status="DELAYED")).delayed is True
    assert asked(World(headers={"X-Sim": "seed=7"})).simulator


def test_a_wrong_key_is_told_at_once() -> None:
    world = World(broken={"/": httpx.Response(401, json={"error": "Unknown API Key"})})
    assert asked(world).key_trouble == "HTTP status 401 (Unknown API Key)"
    assert len(world.calls) == 1


def test_nobody_there_is_asked_once_and_leaves_things_unknown() -> None:
    world = World(broken={"/": httpx.ConnectError("no")})
    assert asked(world) == Standing(trouble="no connection (ConnectError)")
    assert len(world.calls) == 1


def test_what_the_plan_lacks_leaves_the_rest_known() -> None:
    world = World(broken={"/v3/snapshot/options": httpx.Response(403), "/v1": httpx.Response(200, content=b"{")})
    found = asked(world)
    assert (found.delayed, found.server_time, found.key_trouble) == (False, None, None)


def test_garbage_and_a_gigabyte_leave_things_unknown() -> None:
    assert asked(World(broken={"/v3": httpx.Response(200, content=b"<html>")})).delayed is None
    assert asked(World(broken={"/v3": httpx.Response(200, content=b"x" * 2_000_000)})).delayed is None
