"""What a reader gets, in which order, when it cannot keep up."""

from typing import Any

from spxcc.gateway.frame import Frame
from spxcc.gateway.outbox import Outbox
from spxcc.protocol.messages import Pong
from tests.fakes.gateway import FLOW, GEX, LEVELS, Desk, FakePipe, Member, Reading


class Direct:
    """An outbox that is subscribed to the hub without a session."""

    direct = None

    def __init__(self, desk: Desk, *names: str, max_frames: int = 1_000, max_bytes: int = 4_194_304) -> None:
        self.pipe = FakePipe()
        self.outbox = Outbox(self.pipe, desk.hub, max_frames, max_bytes)
        self._desk = desk
        for name in names:
            desk.hub.subscribe(name, self)

    def deliver(self, frame: Frame) -> None:
        """An update."""
        self.outbox.deliver(frame)

    def resend(self, name: str, resync: bool) -> None:
        """A snapshot."""
        self.outbox.snapshot(name, "gap" if resync else None)

    def failed(self, name: str, reason: str) -> None:
        """Nothing here."""

    def end(self) -> tuple[int, str] | None:
        """How it was closed."""
        return self.pipe.closed

    def resume(self) -> list[dict[str, Any]]:
        """The reader has caught up."""
        self.pipe.resume()
        self.outbox.resumed()
        return self.pipe.take()


def told(frames: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """Type and seq of frames."""
    return [(frame["type"], frame.get("seq", 0)) for frame in frames]


def members(count: int, start: int = 0) -> list[Member]:
    """Items."""
    return [Member(f"m{at}") for at in range(start, start + count)]


def test_without_lag_every_frame_leaves_at_once() -> None:
    desk = Desk()
    reader = Direct(desk, "gex:SPX")
    for value in range(3):
        desk.hub.publish(GEX, Reading(value), desk.as_of)
    assert told(reader.pipe.take()) == [("toy_gex", 1), ("synced", 1), ("toy_gex", 2), ("toy_gex", 3)]


def test_state_keeps_the_latest_under_lag() -> None:
    desk = Desk()
    desk.hub.publish(GEX, Reading(0.0), desk.as_of)
    reader = Direct(desk, "gex:SPX")
    reader.pipe.lagging = True
    for value in range(1, 500):
        desk.hub.publish(GEX, Reading(value), desk.as_of)
    assert reader.pipe.frames == []
    assert told(reader.resume()) == [("toy_gex", 500)]
    assert reader.outbox.dropped == 498


def test_o4_a_delta_that_lagged_comes_back_as_a_snapshot() -> None:
    desk = Desk()
    desk.hub.publish(LEVELS, members(1), desk.as_of)
    reader = Direct(desk, "levels:update")
    reader.pipe.lagging = True
    for count in range(2, 5):
        desk.hub.publish(LEVELS, members(count), desk.as_of)
    frames = reader.resume()
    assert frames[0] == {"type": "resync", "channel": "levels:update", "reason": "lag"}
    assert told(frames[1:]) == [("toy_delta", 4)] * 4 + [("synced", 4)]
    desk.hub.publish(LEVELS, members(5), desk.as_of)
    assert told(reader.pipe.take()) == [("toy_delta", 5)]


def test_events_wait_under_lag_and_none_is_lost() -> None:
    desk = Desk()
    desk.hub.publish(FLOW, [], desk.as_of)
    reader = Direct(desk, "flow:alert")
    reader.pipe.lagging = True
    for at in range(50):
        desk.hub.publish(FLOW, members(1, at), desk.as_of)
    assert [frame["data"]["id"] for frame in reader.resume()] == [f"m{at}" for at in range(50)]


def test_o10_beyond_the_bound_the_reader_is_told_to_come_back() -> None:
    desk = Desk()
    desk.hub.publish(FLOW, [], desk.as_of)
    many, heavy = Direct(desk, "flow:alert", max_frames=1_000), Direct(desk, "flow:alert", max_bytes=2_000)
    for reader in (many, heavy):
        reader.pipe.lagging = True
    desk.hub.publish(FLOW, members(1_000), desk.as_of)
    assert many.end() is None
    assert heavy.end() == (4420, "slow reader")
    desk.hub.publish(FLOW, members(1, 1_000), desk.as_of)
    assert many.end() == (4420, "slow reader")
    desk.hub.publish(FLOW, members(1, 2_000), desk.as_of)
    assert many.resume() == []


def test_memory_of_a_lagging_reader_of_state_is_one_frame() -> None:
    desk = Desk()
    desk.hub.publish(GEX, Reading(0.0), desk.as_of)
    reader = Direct(desk, "gex:SPX")
    reader.pipe.lagging = True
    for value in range(5_000):
        desk.hub.publish(GEX, Reading(value, "x" * 1_000), desk.as_of)
    assert len(reader.outbox._queue) == 1
    assert reader.end() is None


def test_a_reader_that_never_catches_up_goes() -> None:
    desk = Desk()
    reader = Direct(desk)
    reader.pipe.lagging = True
    reader.outbox.tick(100.0)
    reader.outbox.tick(129.9)
    assert reader.end() is None
    reader.outbox.tick(130.0)
    assert reader.end() == (4420, "slow reader")
    recovered = Direct(desk)
    recovered.pipe.lagging = True
    recovered.outbox.tick(0.0)
    recovered.pipe.lagging = False
    recovered.outbox.tick(20.0)
    recovered.pipe.lagging = True
    recovered.outbox.tick(35.0)
    assert recovered.end() is None


def test_o3_no_update_overtakes_the_snapshot_before_it() -> None:
    desk = Desk()
    desk.hub.publish(GEX, Reading(0.0), desk.as_of)
    reader = Direct(desk, "gex:SPX")
    reader.pipe.lagging = True
    desk.hub.publish(GEX, Reading(1.0), desk.as_of)
    reader.outbox.snapshot("gex:SPX")
    desk.hub.publish(GEX, Reading(2.0), desk.as_of)
    reader.outbox.send(Pong(1))
    desk.hub.publish(GEX, Reading(3.0), desk.as_of)
    assert told(reader.resume()) == [("toy_gex", 4), ("synced", 4), ("pong", 0)]


def test_a_snapshot_of_events_asked_for_under_lag_stays_before_later_events() -> None:
    desk = Desk()
    desk.hub.publish(FLOW, members(2), desk.as_of)
    reader = Direct(desk, "flow:alert")
    reader.pipe.lagging = True
    reader.outbox.snapshot("flow:alert")
    desk.hub.publish(FLOW, members(20, 2), desk.as_of)
    frames = reader.resume()
    assert told(frames)[:3] == [("toy_event", 2), ("toy_event", 2), ("synced", 2)]
    assert [frame["seq"] for frame in frames[3:]] == list(range(3, 23))


def test_an_empty_snapshot_of_events_under_lag_does_not_swallow_what_follows() -> None:
    desk = Desk()
    desk.hub.publish(FLOW, [], desk.as_of)
    reader = Direct(desk, "flow:alert")
    reader.pipe.lagging = True
    reader.outbox.snapshot("flow:alert")
    desk.hub.publish(FLOW, members(8), desk.as_of)
    assert told(reader.resume()) == [("synced", 0), *(("toy_event", seq) for seq in range(1, 9))]


def test_every_snapshot_asked_for_is_answered() -> None:
    desk = Desk()
    desk.hub.publish(LEVELS, members(1), desk.as_of)
    reader = Direct(desk, "levels:update")
    reader.pipe.lagging = True
    reader.outbox.snapshot("levels:update")
    reader.outbox.snapshot("levels:update")
    assert told(reader.resume()) == [("toy_delta", 1), ("synced", 1)] * 2


def test_g8_what_waits_of_a_dropped_channel_does_not_leave() -> None:
    desk = Desk()
    for channel, value in ((GEX, Reading(0.0)), (LEVELS, members(1))):
        desk.hub.publish(channel, value, desk.as_of)
    reader = Direct(desk, "gex:SPX", "levels:update")
    reader.pipe.lagging = True
    desk.hub.publish(GEX, Reading(1.0), desk.as_of)
    desk.hub.publish(LEVELS, members(2), desk.as_of)
    reader.outbox.snapshot("levels:update")
    for name in ("gex:SPX", "levels:update"):
        desk.hub.unsubscribe(name, reader)
        reader.outbox.drop(name)
    reader.outbox.send(Pong(1))
    assert told(reader.resume()) == [("pong", 0)]
    desk.hub.subscribe("levels:update", reader)
    reader.pipe.lagging = True
    desk.hub.publish(LEVELS, members(3), desk.as_of)
    assert told(reader.resume())[0] == ("resync", 0)


def test_catching_up_stops_where_the_reader_lags_again() -> None:
    desk = Desk()
    desk.hub.publish(FLOW, [], desk.as_of)
    reader = Direct(desk, "flow:alert")
    reader.pipe.lagging = True
    desk.hub.publish(FLOW, members(6), desk.as_of)
    reader.pipe.lag_after = 4
    assert told(reader.resume()) == [("toy_event", seq) for seq in range(1, 5)]
    desk.hub.publish(FLOW, members(1, 6), desk.as_of)
    assert told(reader.resume()) == [("toy_event", seq) for seq in range(5, 8)]


def test_a_snapshot_that_was_begun_is_finished_even_if_the_reader_lags_in_it() -> None:
    desk = Desk()
    desk.hub.publish(LEVELS, members(5), desk.as_of)
    reader = Direct(desk, "levels:update")
    reader.pipe.lag_after = 2
    reader.outbox.snapshot("levels:update")
    assert told(reader.pipe.take()) == [("toy_delta", 5)] * 5 + [("synced", 5)]


def test_f11_a_least_interval_holds_state_back_and_sends_the_latest() -> None:
    desk = Desk()
    desk.hub.publish(GEX, Reading(0.0), desk.as_of)
    reader = Direct(desk, "gex:SPX")
    reader.outbox.pace("gex:SPX", 1.0, 10.0)
    reader.outbox.snapshot("gex:SPX")
    reader.pipe.take()
    for value in (1.0, 2.0, 3.0):
        desk.hub.publish(GEX, Reading(value), desk.as_of)
    assert reader.pipe.take() == []
    assert reader.outbox.holds("gex:SPX")
    reader.outbox.tick(10.9)
    assert reader.pipe.take() == []
    reader.outbox.tick(11.0)
    assert [frame["data"]["value"] for frame in reader.pipe.take()] == [3.0]
    desk.hub.publish(GEX, Reading(4.0), desk.as_of)
    reader.outbox.pace("gex:SPX", None, 11.1)
    assert [frame["data"]["value"] for frame in reader.pipe.take()] == [4.0]
    assert not reader.outbox.holds("gex:SPX")


def test_closing_once_is_enough() -> None:
    desk = Desk()
    reader = Direct(desk)
    reader.outbox.close(4409, "replaced")
    reader.outbox.close(4420, "slow reader")
    reader.outbox.send(Pong(1))
    assert reader.end() == (4409, "replaced")
    assert reader.pipe.frames == []


def test_what_takes_an_update_at_once_is_told_while_nothing_stands_before_it() -> None:
    desk = Desk()
    desk.hub.publish(GEX, Reading(0.0), desk.as_of)
    reader = Direct(desk)
    told_of: list[bool] = []
    reader.outbox.watch(lambda direct: told_of.append(direct is not None))

    def direct() -> bool:
        return told_of[-1]

    assert direct()
    reader.outbox.pace("gex:SPX", 1.0, 0.0)
    assert not direct()
    reader.outbox.pace("gex:SPX", None, 0.0)
    assert direct()
    reader.pipe.lagging = True
    reader.outbox.send(Pong(1))
    assert not direct()
    reader.resume()
    assert direct()
    reader.pipe.lagging = True
    reader.outbox.snapshot("gex:SPX")
    assert not direct()
    reader.outbox.drop("gex:SPX")
    assert direct()
    reader.outbox.close(4409, "replaced")
    assert not direct()


def test_a_slow_reader_that_catches_up_between_two_looks_is_not_cut_off() -> None:
    reader = Direct(Desk())
    for second in range(100):
        reader.pipe.lagging = True
        reader.outbox.tick(float(second))
        if second % 20 == 0:
            reader.resume()
    assert reader.pipe.closed is None
    for second in range(100, 140):
        reader.pipe.lagging = True
        reader.outbox.tick(float(second))
    assert reader.pipe.closed == (4420, "slow reader")
