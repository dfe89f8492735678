"""Publish and subscribe."""

import json
from typing import Any

import pytest

from spxcc.gateway.frame import Frame
from spxcc.gateway.hub import Hub
from spxcc.protocol.channel import StateChannel
from tests.fakes.gateway import FLOW, GEX, LEVELS, REGIME, STATUS, Desk, Member, Reading


class Recorder:
    """A sink that writes down what it was told."""

    direct = None

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self.told: list[tuple[str, Any]] = []

    def deliver(self, frame: Frame) -> None:
        """An update."""
        self.told.append(("update", (frame.channel, frame.seq)))

    def resend(self, name: str, resync: bool) -> None:
        """A snapshot."""
        self.told.append(("resync" if resync else "snapshot", (name, self._hub.seq(name))))

    def failed(self, name: str, reason: str) -> None:
        """A failure."""
        self.told.append(("failed", (name, reason)))


def desk_and_sink() -> tuple[Desk, Recorder]:
    """A hub and a reader of it."""
    desk = Desk()
    return desk, Recorder(desk.hub)


def test_g6_subscribe_is_atomic_with_publish() -> None:
    desk, sink = desk_and_sink()
    desk.hub.publish(GEX, Reading(1.0), desk.as_of)
    assert desk.hub.subscribe("gex:SPX", sink)
    assert json.loads(desk.hub.snapshot_frames("gex:SPX")[0])["seq"] == 1
    desk.hub.publish(GEX, Reading(2.0), desk.as_of)
    assert sink.told == [("update", ("gex:SPX", 2))]


def test_o4_who_waits_for_a_first_value_gets_a_snapshot_not_a_delta() -> None:
    desk, sink = desk_and_sink()
    assert not desk.hub.subscribe("levels:update", sink)
    assert desk.hub.waits("levels:update", sink)
    desk.hub.publish(LEVELS, [Member("a"), Member("b")], desk.as_of)
    assert sink.told == [("snapshot", ("levels:update", 2))]
    assert not desk.hub.waits("levels:update", sink)
    desk.hub.publish(LEVELS, [Member("a")], desk.as_of)
    assert sink.told[1:] == [("update", ("levels:update", 3))]


def test_o11_an_empty_first_value_is_told_too() -> None:
    desk, sink = desk_and_sink()
    desk.hub.subscribe("flow:alert", sink)
    desk.hub.publish(FLOW, [], desk.as_of)
    assert sink.told == [("snapshot", ("flow:alert", 0))]


def test_unchanged_values_are_not_sent() -> None:
    desk, sink = desk_and_sink()
    desk.hub.publish(GEX, Reading(1.0), desk.as_of)
    desk.hub.subscribe("gex:SPX", sink)
    desk.hub.publish(GEX, Reading(1.0), desk.as_of + 1)
    assert sink.told == []


def test_one_byte_string_is_shared_by_all() -> None:
    class Keeper(Recorder):
        def deliver(self, frame: Frame) -> None:
            frames.append(frame)

    desk, frames = Desk(), list[Frame]()
    desk.hub.publish(GEX, Reading(1.0), desk.as_of)
    for _ in range(3):
        desk.hub.subscribe("gex:SPX", Keeper(desk.hub))
    desk.hub.publish(GEX, Reading(2.0), desk.as_of)
    assert len(frames) == 3
    assert len({id(frame.wire) for frame in frames}) == 1


def test_observers_see_channel_seq_as_of_and_data() -> None:
    desk, seen = Desk(), list[tuple[str, int, int, bytes]]()
    desk.hub.observers.append(lambda *args: seen.append(args))
    desk.hub.publish(GEX, Reading(1.0), 5)
    desk.hub.publish(LEVELS, [Member("a")], 6)
    assert seen == [
        ("gex:SPX", 1, 5, b'{"value":1.0,"note":""}'),
        ("levels:update", 1, 6, b'{"op":"add","item":{"id":"a","value":0}}'),
    ]


def test_a_failure_is_told_once_per_reason_and_ends_with_the_next_value() -> None:
    desk, sink = desk_and_sink()
    desk.hub.publish(GEX, Reading(1.0), desk.as_of)
    desk.hub.subscribe("gex:SPX", sink)
    desk.hub.fail("gex:SPX", "no chain")
    desk.hub.fail("gex:SPX", "no chain")
    assert sink.told == [("failed", ("gex:SPX", "no chain"))]
    assert json.loads(desk.hub.snapshot_frames("gex:SPX")[0])["stale"] is True
    desk.hub.publish(GEX, Reading(1.0), desk.as_of)
    assert sink.told[1:] == [("update", ("gex:SPX", 2))]
    assert desk.hub.reason("gex:SPX") is None
    desk.hub.fail("unknown:x", "nobody")


def test_a_delta_that_recovers_unchanged_is_sent_whole() -> None:
    desk, sink = desk_and_sink()
    desk.hub.publish(LEVELS, [Member("a")], desk.as_of)
    desk.hub.subscribe("levels:update", sink)
    desk.hub.fail("levels:update", "no bars")
    desk.hub.publish(LEVELS, [Member("a")], desk.as_of)
    assert sink.told == [("failed", ("levels:update", "no bars")), ("resync", ("levels:update", 1))]


def test_stale_is_marked_once_and_the_last_value_stays() -> None:
    desk, sink = desk_and_sink()
    for channel, value in ((GEX, Reading(1.0)), (LEVELS, [Member("a")])):
        desk.hub.publish(channel, value, desk.as_of)
        desk.hub.subscribe(channel.name, sink)
        desk.hub.mark_stale(channel.name)
        desk.hub.mark_stale(channel.name)
    assert sink.told == [("update", ("gex:SPX", 2)), ("resync", ("levels:update", 1))]
    latest = desk.hub.latest("gex:SPX")
    assert latest is not None
    assert latest.stale
    desk.hub.mark_stale("regime:update")
    assert desk.hub.latest("regime:update") is None


def test_broadcasts_reach_everybody_without_asking() -> None:
    desk, sink = desk_and_sink()
    assert desk.hub.join(sink) == []
    desk.hub.publish(STATUS, Reading(1.0), desk.as_of)
    assert sink.told == [("update", ("status", 1))]
    late = Recorder(desk.hub)
    assert [frame.channel for frame in desk.hub.join(late)] == ["status"]
    desk.hub.leave(sink)
    desk.hub.publish(STATUS, Reading(2.0), desk.as_of)
    assert len(sink.told) == 1
    assert late.told == [("update", ("status", 2))]


def test_after_leaving_nothing_comes_and_nothing_is_kept() -> None:
    desk, sink = desk_and_sink()
    for name in ("gex:SPX", "levels:update", "setups:alice"):
        desk.hub.subscribe(name, sink)
    desk.hub.publish(GEX, Reading(1.0), desk.as_of)
    desk.hub.leave(sink)
    told = len(sink.told)
    desk.hub.publish(GEX, Reading(2.0), desk.as_of)
    assert len(sink.told) == told
    assert [desk.hub.readers(name) for name in ("gex:SPX", "levels:update", "setups:alice")] == [0, 0, 0]
    assert "setups:alice" not in desk.hub.names()


def test_a_private_channel_is_empty_before_its_first_event() -> None:
    desk, sink = desk_and_sink()
    assert desk.hub.subscribe("alerts:alice", sink)
    assert desk.hub.snapshot_frames("alerts:alice") == []


def test_a_declared_name_belongs_to_one_channel() -> None:
    desk = Desk()
    desk.hub.declare(GEX)
    with pytest.raises(ValueError, match="another channel"):
        desk.hub.declare(StateChannel("gex:SPX", "other", Reading))
    assert desk.hub.knows("regime:update")
    assert desk.hub.knows("plan:anybody")
    assert not desk.hub.knows("zap:x")
    assert REGIME.name in desk.hub.names()


def test_epoch_stands_in_every_frame_and_seq_starts_at_one() -> None:
    desk = Desk("epoch-9")
    desk.hub.publish(GEX, Reading(1.0), desk.as_of)
    frame = json.loads(desk.hub.snapshot_frames("gex:SPX")[0])
    assert (frame["epoch"], frame["seq"], frame["prev"]) == ("epoch-9", 1, 0)
    assert desk.hub.epoch == "epoch-9"
