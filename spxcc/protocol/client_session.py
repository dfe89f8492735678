"""The client's end of one websocket, without I/O: text in, effects out."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from spxcc.protocol import messages as wire
from spxcc.protocol.channel import Keep
from spxcc.protocol.client_channel import ChannelTracker
from spxcc.protocol.client_effects import (
    Answer,
    Dead,
    Deliver,
    Effect,
    Expiring,
    Gap,
    Goodbye,
    Refused,
    Send,
    Synced,
    Trouble,
    Welcome,
)
from spxcc.protocol.client_resync import PATIENCE_S, ResyncBook
from spxcc.protocol.codec import BadFrame, decode_server, encode
from spxcc.protocol.names import private_name

Request: TypeAlias = wire.Ask | wire.Query | wire.Command | wire.Auth | wire.Ping

SLACK_S = 2.0
RETRY_S = 5.0
"""Before a refused entry is asked for again, where the server named no time."""


class ClientSession:
    """Subscriptions, positions, liveness. It outlives connections: `opened` starts one, `closed` ends it.

    keeps: class of each channel that may be wanted (others count as `state`, private ones as `event`). All times are
    monotonic seconds of the caller.
    """

    def __init__(self, keeps: Mapping[str, Keep]) -> None:
        self._keeps = dict(keeps)
        self._owners: dict[str, frozenset[str]] = {}
        self._trackers: dict[str, ChannelTracker] = {}
        self._resync = ResyncBook()
        self._pending: dict[str, tuple[tuple[str, ...], float]] = {}
        self._again: dict[str, float] = {}
        self._open = False
        self._heartbeat_s = 15.0
        self._last_frame = 0.0
        self._ids = 0

    @property
    def wanted(self) -> frozenset[str]:
        """The union of what all owners want."""
        return frozenset(self._trackers)

    def want(
        self, owner: str, channels: Iterable[str], now: float, since: Mapping[str, wire.Position] | None = None
    ) -> list[Effect]:
        """From now on `owner` wants exactly `channels`. Only what the union gains or loses goes on the wire.

        since: where to start in a channel that is new; without it with its snapshot.
        """
        self._owners[owner] = frozenset(channels)
        union = frozenset[str]().union(*self._owners.values())
        gone = [name for name in self._trackers if name not in union]
        new = [name for name in union if name not in self._trackers]
        for name in gone:
            del self._trackers[name]
            self._resync.settled(name)
            self._again.pop(name, None)
        for name in new:
            tracker = self._trackers[name] = ChannelTracker(name, self._keeps.get(name, _keep(name)))
            tracker.position = (since or {}).get(name)
        if not self._open:
            return []
        effects: list[Effect] = []
        if gone:
            effects.append(_send(wire.Unsubscribe(channels=sorted(gone), id=self.next_id())))
        return effects + self._subscribe(new, now)

    def opened(self, now: float) -> list[Effect]:
        """A connection is up: one subscribe for everything wanted, with the positions held."""
        self._open = True
        self._last_frame = now
        self._resync.clear()
        self._pending.clear()
        self._again.clear()
        return self._subscribe(list(self._trackers), now)

    def closed(self) -> None:
        """The connection is gone; positions stay for the next one."""
        self._open = False
        self._resync.clear()
        self._pending.clear()
        self._again.clear()

    def forget_positions(self) -> None:
        """The server refused them: the next subscribe goes without `since`."""
        for tracker in self._trackers.values():
            tracker.forget()

    def next_id(self) -> str:
        """A fresh id for a request; its answer comes as `Answer` with it."""
        self._ids += 1
        return f"c{self._ids}"

    def deadline(self) -> float | None:
        """When `expire` must be called at the latest; `None` without a connection."""
        if not self._open:
            return None
        times = [self._last_frame + 2 * self._heartbeat_s + SLACK_S, *self._again.values()]
        times += [at for _, at in self._pending.values()]
        resync = self._resync.deadline()
        return min([*times, resync] if resync is not None else times)

    def expire(self, now: float) -> list[Effect]:
        """What is due at `now`: silence, unanswered subscribes, resyncs."""
        if not self._open:
            return []
        silent = now - self._last_frame
        if silent >= 2 * self._heartbeat_s + SLACK_S:
            return [Dead(f"nothing heard for {silent:.0f} s")]
        again = {name for name, at in self._again.items() if at <= now}
        for asked, (names, at) in list(self._pending.items()):
            if at <= now:
                del self._pending[asked]
                again.update(name for name in names if name in self._trackers)
        return [*self._subscribe(sorted(again), now), *self._ask_resync(now)]

    def receive(self, text: str | bytes, now: float) -> list[Effect]:
        """The effects of one frame. A frame that cannot be read is `Trouble`, never an exception."""
        self._last_frame = now
        try:
            message = decode_server(text)
        except BadFrame as error:
            return [Trouble("bad_frame", str(error), None)]
        match message:
            case wire.ChannelFrame():
                return self._channel_frame(message, now)
            case wire.Subscribed() | wire.Synced() | wire.Resync() | wire.Heartbeat():
                return self._about_channels(message, now)
            case wire.Hello():
                self._heartbeat_s = max(message.heartbeat_ms, 1) / 1_000
                return [Welcome(message)]
            case wire.Error():
                return self._error(message, now)
            case wire.CoachAnswer() | wire.Answer() | wire.Done() | wire.AuthOk() | wire.Pong():
                return [] if message.id is None else [Answer(str(message.id), message)]
            case wire.AuthExpiring():
                return [Expiring()]
            case wire.Shutdown():
                return [Goodbye(message.reconnect_after_ms)]
            case _:
                return []

    def _about_channels(
        self, message: wire.Subscribed | wire.Synced | wire.Resync | wire.Heartbeat, now: float
    ) -> list[Effect]:
        match message:
            case wire.Subscribed():
                return self._subscribed(message, now)
            case wire.Synced():
                return self._synced(message, now)
            case wire.Resync():
                return self._resynced(message, now)
            case wire.Heartbeat():
                return self._heartbeat(message, now)

    def _subscribe(self, names: Iterable[str], now: float) -> list[Effect]:
        wanted = sorted(names)
        if not wanted:
            return []
        since: dict[str, wire.Position] = {}
        for name in wanted:
            tracker = self._trackers[name]
            tracker.opened(now)
            self._again.pop(name, None)
            if tracker.position is not None:
                since[name] = tracker.position
        asked = self.next_id()
        self._pending[asked] = (tuple(wanted), now + PATIENCE_S)
        return [_send(wire.Subscribe(channels=list(wanted), since=since, id=asked))]

    def _channel_frame(self, frame: wire.ChannelFrame, now: float) -> list[Effect]:
        if frame.seq is None:
            published = frame.published or frame.timestamp
            return [Deliver(frame.channel, (frame.data,), True, None, None, frame.as_of, published, frame.stale)]
        tracker = self._trackers.get(frame.channel)
        return [] if tracker is None else self._watch(tracker, tracker.frame(frame), now)

    def _watch(self, tracker: ChannelTracker, effects: list[Effect], now: float) -> list[Effect]:
        """Settle or start a resync, as `effects` say."""
        if not tracker.needs_snapshot:
            self._resync.settled(tracker.name)
        if not any(isinstance(effect, Gap) for effect in effects):
            return effects
        self._resync.need(tracker.name, now)
        return effects + self._ask_resync(now)

    def _ask_resync(self, now: float) -> list[Effect]:
        channels = list(self._resync.due(now))
        return [_send(wire.ResyncRequest(channels=channels, id=self.next_id()))] if channels else []

    def _subscribed(self, message: wire.Subscribed, now: float) -> list[Effect]:
        self._pending.pop(str(message.id), None)
        for name, answer in message.channels.items():
            if name in self._trackers:
                self._trackers[name].recovered = answer.recovered
        effects: list[Effect] = []
        for refused in message.errors:
            if refused.entry not in self._trackers:
                continue
            final = refused.retry == "never"
            if not final:
                self._again[refused.entry] = now + RETRY_S
            effects.append(Refused(refused.entry, refused.code, refused.message, final))
        return effects

    def _synced(self, message: wire.Synced, now: float) -> list[Effect]:
        tracker = self._trackers.get(message.channel)
        if tracker is None:
            return []
        first = not tracker.synced
        effects = self._watch(tracker, tracker.end_of_subscribe(message), now)
        if first and tracker.asked_at is not None:
            effects.append(Synced(tracker.name, now - tracker.asked_at))
        return effects

    def _heartbeat(self, message: wire.Heartbeat, now: float) -> list[Effect]:
        effects: list[Effect] = []
        for name, top in message.tops.items():
            tracker = self._trackers.get(name)
            if tracker is None:
                continue
            overdue = tracker.asked_at is not None and now - tracker.asked_at >= PATIENCE_S
            if tracker.behind(top, message.epoch, overdue):
                effects += tracker.lost("loss")
                self._resync.need(name, now)
        return effects + self._ask_resync(now)

    def _resynced(self, message: wire.Resync, now: float) -> list[Effect]:
        """The server dropped frames and will send a snapshot by itself."""
        tracker = self._trackers.get(message.channel)
        if tracker is None:
            return []
        self._resync.need(tracker.name, now + PATIENCE_S)
        return tracker.lost(message.reason)

    def _error(self, error: wire.Error, now: float) -> list[Effect]:
        final = error.retry == "never"
        wait_s = (error.retry_after_ms or RETRY_S * 1_000) / 1_000
        asked = self._pending.pop(str(error.id), None)
        if asked is not None:
            names = [name for name in asked[0] if name in self._trackers]
            if not final:
                self._again |= dict.fromkeys(names, now + wait_s)
            return [Refused(name, error.code, error.message, final) for name in names]
        if error.channel in self._trackers:
            self._resync.postpone(error.channel, now + wait_s)
            return [Refused(error.channel, error.code, error.message, final)]
        if error.id is not None:
            return [Answer(str(error.id), error)]
        return [Trouble(error.code, error.message, error.retry_after_ms)]


def _send(message: wire.ClientMessage) -> Send:
    return Send(encode(message).decode())


def _keep(name: str) -> Keep:
    """Class of a channel that was not announced: private ones carry events."""
    return "state" if private_name(name) is None else "event"
