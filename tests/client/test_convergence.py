"""Whatever happens on the way and at either end: once connected again, the client's copies equal what was published."""

import json
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from spxcc.client.reconnect import State, step
from spxcc.client.reconnect_events import Closed, Connect, Disconnect, Due, Event, Opened, Retry, TokenSeen, Wanted
from spxcc.client.store import Store
from spxcc.gateway.hub import Hub
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.protocol.channel import Channel, EventChannel
from spxcc.protocol.client_effects import Dead, Effect, Expiring, Gap, Goodbye, Send, Welcome
from spxcc.protocol.client_session import ClientSession
from spxcc.protocol.codec import encode
from spxcc.protocol.codes import CloseCode
from spxcc.protocol.identity import Identity
from spxcc.protocol.messages import Auth, Position, Shutdown
from tests.fakes.draws import Draws
from tests.fakes.gateway import FLOW, GEX, LEVELS, STATUS, Desk, Guest, Member, Quote, Reading, member_id, price_channel
from tests.fakes.way import MISCHIEF, JumpingClock, Mischief, Way

PRICE = price_channel("SPX")
ALERTS: EventChannel[Member] = EventChannel("alerts:alice", "toy_alert", Member, member_id, recent=5)
ASKED: tuple[Channel, ...] = (GEX, PRICE, LEVELS, FLOW, ALERTS)
NAMES = tuple(channel.name for channel in ASKED)
ITEMS = st.dictionaries(st.sampled_from(["a", "a-1", "a-2", "b"]), st.integers(0, 2), max_size=4)
CLOSES = tuple(code for code in CloseCode if code is not CloseCode.ABNORMAL)
"""What a server may close with; 1006 is what a broken line looks like."""
EARNED = (
    CloseCode.PROTOCOL_ERRORS,
    CloseCode.UNAUTHORIZED,
    CloseCode.SLOW_READER,
    CloseCode.BAD_POSITION,
    CloseCode.CAPACITY,
)
"""What one that was not told to may close with here; silence is no reason."""


class Converging(RuleBasedStateMachine):
    """The real hub, peer, scheduler, session and store. What takes a socket or a token service is done by hand here."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = JumpingClock()
        self.desk = Desk("e1", self.clock)
        self.hostile = False
        self.epochs = 1
        self.hub_of(self.desk.hub)
        self.store = Store(self.clock, (*ASKED, STATUS))
        self.session = ClientSession(self.store.keeps)
        self.session.want("app", NAMES, 0.0)
        self.state = State()
        self.goodbye: tuple[int, int] | None = None
        self.guest: Guest | None = None
        self.way = Way()
        self.tokens: dict[str, Identity] = {}
        self.renews = True
        self.slow_door = False
        self.events = 0
        self.lagged = False
        self.evicted: CloseCode | None = None
        self.fresh_token(None)

    def hub_of(self, hub: Hub) -> None:
        for channel in (GEX, PRICE, LEVELS, FLOW, STATUS):
            hub.declare(channel)

    @initialize(hostile=st.booleans())
    def begin(self, hostile: bool) -> None:
        self.hostile = hostile
        self.feed(Wanted(True, self.token))
        self.pass_time(0.0)

    # The scheduler and its shell

    def feed(self, event: Event) -> None:
        self.state, actions = step(self.state, event, self.clock.monotonic(), Draws([0.3]))
        for action in actions:
            match action:
                case Connect():
                    self.open()
                case Disconnect():
                    self.cut()

    def open(self) -> None:
        assert self.guest is None
        self.evicted = None
        self.guest = self.desk.guest(None)
        self.say(encode(Auth(token=self.token)).decode())
        self.take(self.session.opened(self.clock.monotonic()))

    def cut(self) -> None:
        if self.guest is not None:
            self.guest.peer.gone()
            self.guest = None
            self.way.cut()
            self.session.closed()

    def closed(self, code: int, reason: str = "") -> None:
        """The connection ended with `code`."""
        self.cut()
        if code == CloseCode.BAD_POSITION:
            self.session.forget_positions()
        self.feed(Closed(self.state.attempt, code, reason, None, self.goodbye))
        self.goodbye = None

    def say(self, text: str) -> None:
        if self.guest is not None:
            self.guest.peer.receive(text, *self.desk.times())
            if not self.slow_door:
                self.judge_tokens()

    def judge_tokens(self) -> None:
        """What the token service says of the tokens that came."""
        if self.guest is None:
            return
        tokens, self.guest.shell.tokens = self.guest.shell.tokens, []
        for token in tokens:
            identity = self.tokens[token]
            now, wall = self.desk.times()
            if identity.expires_at is not None and identity.expires_at <= wall:
                self.guest.peer.auth_failed("token_expired", "expired")
            else:
                self.guest.peer.authenticated(identity, now, wall)

    def take(self, effects: list[Effect]) -> None:
        """Values to the store, messages to the server, news of the connection to the scheduler."""
        for effect in effects:
            self.store.apply(effect)
            match effect:
                case Send(text):
                    assert self.hostile or self.lagged or '"resync"' not in text, "TCP and no lag, yet a gap"
                    self.say(text)
                case Welcome():
                    self.feed(Opened(self.state.attempt))
                case Expiring() if self.renews:
                    self.fresh_token(900.0)
                    self.say(encode(Auth(token=self.token, id=self.session.next_id())).decode())
                case Goodbye(jitter_ms):
                    self.goodbye = jitter_ms
                case Dead(reason):
                    assert self.hostile or self.lagged, "only a reader that takes nothing hears nothing"
                    self.closed(CloseCode.ABNORMAL, reason)
                case Gap(channel):
                    assert channel in NAMES

    def carry(self) -> None:
        """Frames from the server to the client until there are none; then the close, if there is one."""
        while self.guest is not None and self.guest.pipe.payloads:
            guest = self.guest
            payloads, guest.pipe.payloads = guest.pipe.payloads, []
            guest.pipe.frames.clear()
            for payload in self.way.through(payloads):
                if self.guest is guest:
                    self.take(self.session.receive(payload, self.clock.monotonic()))
        if self.guest is not None and self.guest.pipe.closed is not None:
            code, reason = self.guest.pipe.closed
            assert code == self.evicted or code in EARNED, "closed for nothing"
            self.closed(code, reason)

    def pass_time(self, seconds: float) -> None:
        self.clock.shift(seconds)
        self.judge_tokens()
        if self.guest is not None:
            self.guest.peer.tick(*self.desk.times())
        self.carry()
        self.take(self.session.expire(self.clock.monotonic()))
        if self.state.phase in ("waiting", "locked"):
            self.feed(TokenSeen(self.token))
        if self.state.timer_at is not None and self.state.timer_at <= self.clock.monotonic():
            self.feed(Due(self.token))
        self.carry()

    # What the writer does

    @rule(value=st.integers(0, 3))
    def publish_state(self, value: int) -> None:
        self.desk.hub.publish(GEX, Reading(float(value)), self.desk.as_of)
        self.desk.hub.publish(STATUS, Reading(float(value)), self.desk.as_of)
        self.carry()

    @rule(value=st.integers(0, 3))
    def publish_price(self, value: int) -> None:
        self.desk.hub.publish(PRICE, Quote("SPX", float(value)), self.desk.as_of)
        self.carry()

    @rule(items=ITEMS)
    def publish_items(self, items: dict[str, int]) -> None:
        self.desk.hub.publish(LEVELS, [Member(key, value) for key, value in items.items()], self.desk.as_of)
        self.carry()

    @rule(count=st.integers(0, 7), channel=st.sampled_from([FLOW, ALERTS]))
    def publish_events(self, count: int, channel: EventChannel[Member]) -> None:
        self.desk.hub.publish(channel, [Member(f"e{self.events + at}") for at in range(count)], self.desk.as_of)
        self.events += count
        self.carry()

    @rule(name=st.sampled_from(NAMES))
    def go_stale(self, name: str) -> None:
        self.desk.hub.mark_stale(name)
        self.carry()

    @rule(full=st.booleans(), items=ITEMS)
    def epoch_bump(self, full: bool, items: dict[str, int]) -> None:
        """The hub becomes another one while its readers stay."""
        self.desk.hub.adopt(self.next_hub(full, items), lambda name: name == ALERTS.name)
        self.carry()

    @rule(full=st.booleans(), items=ITEMS, announced=st.booleans())
    def restart(self, full: bool, items: dict[str, int], announced: bool) -> None:
        if announced and self.guest is not None:
            self.guest.peer.send(Shutdown(0, (0, 8_000)))
            self.carry()
        self.desk.hub = self.next_hub(full, items)
        if self.guest is not None:
            self.closed(CloseCode.RESTART)

    def next_hub(self, full: bool, items: dict[str, int]) -> Hub:
        self.epochs += 1
        hub = Hub(f"e{self.epochs}", self.clock.now)
        self.hub_of(hub)
        if full:
            hub.publish(GEX, Reading(9.0), self.desk.as_of)
            hub.publish(PRICE, Quote("SPX", 9.0), self.desk.as_of)
            hub.publish(LEVELS, [Member(key, value) for key, value in items.items()], self.desk.as_of)
            hub.publish(FLOW, [], self.desk.as_of)
        return hub

    # What the way and the reader do

    @precondition(lambda self: self.hostile)
    @rule(told=st.lists(st.sampled_from(MISCHIEF), min_size=1, max_size=6))
    def meddle(self, told: list[Mischief]) -> None:
        self.way.told.extend(told)

    @rule(seconds=st.sampled_from([0.1, 1.0, 4.0, 16.0]))
    def time(self, seconds: float) -> None:
        self.pass_time(seconds)

    @rule()
    def six_quiet_minutes(self) -> None:
        for _ in range(24):
            self.pass_time(15.0)

    @rule(seconds=st.sampled_from([-86_400, -3_600, -61, 61, 3_600, 86_400]))
    def clock_jump(self, seconds: int) -> None:
        before = self.state.phase
        self.clock.set_by += seconds * NANOS_PER_SECOND
        self.pass_time(0.0)
        assert before != "open" or self.state.phase == "open" or self.hostile, "a jump of the wall clock ended it"

    @rule()
    def reader_lags(self) -> None:
        if self.guest is not None:
            self.guest.lag()
            self.lagged = True

    @rule()
    def reader_catches_up(self) -> None:
        if self.guest is not None:
            self.guest.pipe.resume()
            self.guest.outbox.resumed()
            self.carry()

    @rule(code=st.sampled_from(CLOSES))
    def server_closes(self, code: CloseCode) -> None:
        if self.guest is not None:
            self.evicted = code
            self.guest.peer.evict(code, "token_invalid" if code is CloseCode.UNAUTHORIZED else "")
            self.carry()

    @rule()
    def line_breaks(self) -> None:
        if self.guest is not None:
            self.closed(CloseCode.ABNORMAL)

    # What the user does

    @rule(names=st.sets(st.sampled_from(NAMES)))
    def look(self, names: set[str]) -> None:
        self.take(self.session.want("app", names, self.clock.monotonic()))
        self.carry()

    @rule(channel=st.sampled_from([FLOW, ALERTS]), ahead=st.sampled_from([0, 0, 1_000]))
    def look_away_and_back(self, channel: EventChannel[Member], ahead: int) -> None:
        """Back with the position that was left, or with one that nobody can have."""
        meta, others = self.store.meta(channel.name), set(NAMES) - {channel.name}
        self.take(self.session.want("app", others, self.clock.monotonic()))
        self.publish_events(2, channel)
        known = meta is not None and meta.seq is not None and meta.epoch is not None
        since = {channel.name: Position(meta.epoch, meta.seq + ahead)} if known else {}  # type: ignore[union-attr, arg-type, operator]
        self.take(self.session.want("app", NAMES, self.clock.monotonic(), since))
        self.carry()

    @rule(ttl=st.sampled_from([None, 5.0, 70.0]))
    def fresh_token(self, ttl: float | None) -> None:
        """Taken up with the next attempt, or by itself where the old one is locked."""
        self.token = f"t{len(self.tokens)}"
        wall = self.clock.now() / NANOS_PER_SECOND
        self.tokens[self.token] = Identity("alice", "pro", None if ttl is None else wall + ttl)

    @rule(renews=st.booleans(), slow_door=st.booleans())
    def habits(self, renews: bool, slow_door: bool) -> None:
        """Whether the client renews a token in time, and whether the token service takes its time."""
        self.renews, self.slow_door = renews, slow_door

    @rule()
    def retry(self) -> None:
        self.feed(Retry(self.token))
        self.carry()

    # The laws

    @invariant()
    def connected_or_about_to_be_or_locked_for_a_reason(self) -> None:
        state = self.state
        assert (self.guest is not None) == (state.phase in ("connecting", "open"))
        if self.guest is None and state.phase != "idle":
            assert (state.timer_at is not None) != (state.phase == "locked" and state.lock is not None)

    def teardown(self) -> None:
        self.way.told.clear()
        self.renews, self.slow_door = True, False
        self.fresh_token(None)
        self.look(set(NAMES))
        self.reader_catches_up()
        self.state = replace(self.state, paused_until=None)
        for _ in range(45):
            self.pass_time(4.0)
            self.reader_catches_up()
        assert self.state.phase == "open"
        for channel in ASKED:
            latest = self.desk.hub.latest(channel.name)
            if latest is None:
                continue
            meta = self.store.meta(channel.name)
            assert meta is not None, channel.name
            assert (meta.epoch, meta.seq) == (latest.epoch, latest.seq), channel.name
            assert meta.stale == latest.stale, channel.name
            assert self.kept(channel) == self.published(latest.data_bytes, channel), channel.name
        status = self.desk.hub.latest(STATUS.name)
        if not self.hostile and status is not None:
            assert self.store.get(STATUS) == msgspec.json.decode(status.data_bytes, type=Reading)

    def published(self, data: bytes, channel: Channel) -> Any:
        raw = json.loads(data)
        return sorted(raw, key=str) if channel is LEVELS else raw

    def kept(self, channel: Channel) -> Any:
        """What the store holds, as JSON; of events the newest that a snapshot would hold."""
        if channel is LEVELS:
            return sorted((msgspec.to_builtins(item) for item in self.store.items(LEVELS).values()), key=str)
        if isinstance(channel, EventChannel):
            latest = self.desk.hub.latest(channel.name)
            count = 0 if latest is None else len(json.loads(latest.data_bytes))
            events = self.store.events(channel)
            return msgspec.to_builtins(list(events[len(events) - count :]))
        return msgspec.to_builtins(self.store.value(channel.name))


class AtLength(Converging):
    """The same many more times."""


RUN = settings(max_examples=75, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Converging.TestCase.settings = RUN
AtLength.TestCase.settings = settings(RUN, max_examples=500)
TestConverging = Converging.TestCase
TestConvergingAtLength = pytest.mark.slow(AtLength.TestCase)
