"""One connection without its socket: session, outbox and hub joined. What takes time is asked of the shell."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from spxcc.gateway.frame import Frame
from spxcc.gateway.hub import Hub
from spxcc.gateway.outbox import Outbox
from spxcc.protocol.codes import AuthCode, CloseCode, ErrorCode, retry_of
from spxcc.protocol.effects import (
    Admitted,
    AskCoach,
    Authenticate,
    Close,
    Effect,
    ResendChannels,
    RunCommand,
    RunQuery,
    Send,
    StartChannels,
    StopChannels,
)
from spxcc.protocol.identity import Identity
from spxcc.protocol.messages import (
    AuthInfo,
    ChannelPosition,
    ControlMessage,
    Error,
    Heartbeat,
    Hello,
    Subscribed,
    Unsubscribed,
    WireLimits,
)
from spxcc.protocol.names import price_channel_of, symbol_of_price
from spxcc.protocol.server_session import ServerSession

PATIENCE = 2.0
"""Seconds a reader waits for the first value of a channel before it is told (G4)."""
RETRY_AFTER_MS = 5_000
REVOKED = "the token was revoked; get a new one"


@dataclass(frozen=True, slots=True)
class Greeting:
    """What `hello` says of the server. `fetches_prices`: a first price is asked of the shell. cadence: seconds."""

    server: str
    mode: str
    heartbeat: float = 15.0
    fetches_prices: bool = False
    cadence: float = 0.0


class Shell(Protocol):
    """Starts what takes time; the outcome comes back as a call on the peer."""

    def authenticate(self, token: str) -> None:
        """Then `authenticated` or `auth_failed`."""

    def admitted(self, identity: Identity) -> None:
        """Somebody is in."""

    def fetch_price(self, symbol: str) -> None:
        """Then `price_ready` or `price_failed`."""

    def request(self, request: AskCoach | RunQuery | RunCommand) -> None:
        """Then answers by `send`, and `request_done`."""


class Peer:
    """A `Sink` of the hub. Times as in `ServerSession`. deliver: an update from the hub, straight to the outbox."""

    __slots__ = ("__dict__", "direct")

    def __init__(
        self, hub: Hub, session: ServerSession, outbox: Outbox, shell: Shell, greeting: Greeting, name: str
    ) -> None:
        self.session = session
        self.outbox = outbox
        self.deliver = outbox.deliver
        self.direct: Callable[[Frame], bool] | None = None
        self.name = name
        self._hub = hub
        self._shell = shell
        self._greeting = greeting
        self._now = 0.0
        self._waiting: dict[str, float] = {}
        self._fetching: set[str] = set()
        self._next_heartbeat: float | None = None
        outbox.watch(self._directed)

    def begin(self, token: str | None, anonymous: Identity | None, now: float, wall: float) -> None:
        """The connection opened."""
        self._now = now
        self._perform(self.session.begin(token, anonymous, now, wall))

    def receive(self, text: str, now: float, wall: float) -> None:
        """A text frame came in."""
        self._now = now
        self._perform(self.session.receive_text(text, now, wall))

    def authenticated(self, identity: Identity, now: float, wall: float) -> None:
        """The token was good."""
        self._now = now
        self._perform(self.session.authenticated(identity, now, wall))

    def auth_failed(self, code: AuthCode, reason: str) -> None:
        """It was not."""
        self._perform(self.session.auth_failed(code, reason))

    def auth_unavailable(self, reason: str) -> None:
        """Whether it is good cannot be found out for now."""
        self._perform(self.session.auth_unavailable(reason))

    def price_ready(self, symbol: str) -> None:
        """The hub has a first price."""
        name = price_channel_of(symbol)
        if name in self._fetching:
            self._fetching.discard(name)
            self._waiting.pop(name, None)
            self._attach(name)

    def price_failed(self, symbol: str, code: ErrorCode, message: str) -> None:
        """There is none for now, or there is no such symbol."""
        name = price_channel_of(symbol)
        if name not in self._fetching:
            return
        self._fetching.discard(name)
        untold = self._waiting.pop(name, None) is not None
        if code == "unknown_symbol":
            self.session.interests.drop_symbol(symbol)
            self._refuse(name, code, message)
        elif self._hub.subscribe(name, self):
            self.outbox.snapshot(name)
        elif untold:
            self._refuse(name, code, message)

    def request_done(self) -> None:
        """A question, query or command was answered."""
        self.session.request_done()

    def send(self, message: ControlMessage) -> None:
        """An answer that took time."""
        if self.session.phase != "closed":
            self.outbox.send(message)

    def tick(self, now: float, wall: float) -> None:
        """Time has passed."""
        self._now = now
        due = self.session.deadline()
        if due is not None and due <= now:
            self._perform(self.session.expire(now))
        if self.session.phase != "open":
            return
        if self._waiting:
            self._tell_who_waits(now)
        self.outbox.tick(now)
        if self._next_heartbeat is not None and self._next_heartbeat <= now and self.outbox.idle:
            self._next_heartbeat = now + self._greeting.heartbeat
            tops = self._tops()
            epochs = {self._hub.epoch_of(name) for name in tops}
            self.outbox.send(Heartbeat(round(wall * 1000), tops, epochs.pop() if len(epochs) == 1 else None))

    def _tell_who_waits(self, now: float) -> None:
        for name in [name for name, deadline in self._waiting.items() if deadline <= now]:
            del self._waiting[name]
            self._refuse(name, "unavailable", "no value yet; it is sent when there is one")

    def _directed(self, direct: Callable[[Frame], bool] | None) -> None:
        self.direct = direct

    def resend(self, name: str, resync: bool) -> None:
        """A snapshot from the hub."""
        self._waiting.pop(name, None)
        self.outbox.snapshot(name, "gap" if resync else None)

    def failed(self, name: str, reason: str) -> None:
        """A channel's maker failed."""
        self._waiting.pop(name, None)
        self._refuse(name, "unavailable", reason)

    def evict(self, code: CloseCode, reason: str) -> None:
        """Close from outside."""
        self.session.close()
        self.outbox.close(code, reason)

    def revoke(self) -> None:
        """Its token may not be here any more."""
        if self.session.phase != "closed":
            self.outbox.send(Error("token_invalid", REVOKED, retry_of("token_invalid")))
            self.evict(CloseCode.UNAUTHORIZED, "token_invalid")

    def gone(self) -> None:
        """The connection is gone."""
        self.session.close()
        self._hub.leave(self)

    def _perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            match effect:
                case Send():
                    self.outbox.send(effect.message)
                case Authenticate():
                    self._shell.authenticate(effect.token)
                case Admitted():
                    self._admit(effect.identity)
                case Close():
                    self.outbox.close(effect.code, effect.reason)
                case AskCoach() | RunQuery() | RunCommand():
                    self._shell.request(effect)
                case StartChannels():
                    self._start(effect)
                case StopChannels():
                    self._stop(effect)
                case ResendChannels():
                    self._again(effect)

    def _admit(self, identity: Identity) -> None:
        limits = self.session.limits
        self._next_heartbeat = self._now + self._greeting.heartbeat
        self.outbox.send(
            Hello(
                session=self.name,
                server=self._greeting.server,
                epoch=self._hub.epoch,
                mode=self._greeting.mode,
                user=identity.sub,
                tier=identity.tier,
                heartbeat_ms=round(self._greeting.heartbeat * 1000),
                limits=WireLimits(limits.symbols, limits.channels, limits.msg_bytes, round(limits.msg_per_s)),
                auth=AuthInfo(identity.expires_at),
                cadence_ms=round(self._greeting.cadence * 1000),
            )
        )
        for frame in self._hub.join(self):
            self.outbox.deliver(frame)
        self._shell.admitted(identity)

    def _start(self, effect: StartChannels) -> None:
        try:
            missed = self._missed(effect)
        except ValueError:
            self.evict(CloseCode.BAD_POSITION, "position invalid")
            return
        epoch = self._hub.epoch
        positions = {name: ChannelPosition(epoch, self._hub.seq(name), name in missed) for name in effect.channels}
        self.outbox.send(Subscribed(effect.request_id, positions, effect.symbols, effect.errors))
        interval = effect.interval_ms / 1000 if effect.interval_ms else None
        for name in effect.names:
            self.outbox.pace(name, interval, self._now)
            symbol = symbol_of_price(name)
            if name in missed:
                self._hub.subscribe(name, self)
                frames = missed[name]
                self.outbox.catch_up(name, frames, self._hub.synced(name, len(frames)))
            elif symbol is None or not self._greeting.fetches_prices:
                self._attach(name)
            elif name not in self._fetching:
                self._fetching.add(name)
                self._waiting[name] = self._now + PATIENCE
                self._shell.fetch_price(symbol)

    def _missed(self, effect: StartChannels) -> dict[str, tuple[Frame, ...]]:
        """By channel that can be continued from where its reader stands. Raises ValueError: it stands nowhere."""
        found: dict[str, tuple[Frame, ...]] = {}
        for name, position in effect.since.items():
            frames = self._hub.missed(name, position, self)
            fetched = symbol_of_price(name) is not None and self._greeting.fetches_prices
            if frames is not None and name in effect.channels and not fetched:
                found[name] = frames
        return found

    def _attach(self, name: str) -> None:
        if self._hub.subscribe(name, self):
            self.outbox.snapshot(name)
        elif (reason := self._hub.reason(name)) is not None:
            self._refuse(name, "unavailable", reason)
        else:
            self._waiting[name] = self._now + PATIENCE

    def _stop(self, effect: StopChannels) -> None:
        for name in effect.names:
            self._hub.unsubscribe(name, self)
            self.outbox.drop(name)
            self._waiting.pop(name, None)
            self._fetching.discard(name)
        self.outbox.send(Unsubscribed(effect.request_id, effect.channels, effect.symbols))

    def _again(self, effect: ResendChannels) -> None:
        for name in effect.names:
            if self._attached(name):
                self.outbox.snapshot(name)
            else:
                self._refuse(name, "unavailable", "no value yet; it is sent when there is one")

    def _attached(self, name: str) -> bool:
        return name not in self._fetching and not self._hub.waits(name, self)

    def _tops(self) -> dict[str, int]:
        own = sorted(name for name in self.session.interests.names if self._attached(name))
        return {name: self._hub.seq(name) for name in own if not self.outbox.holds(name)}

    def _refuse(self, name: str, code: ErrorCode, message: str) -> None:
        wait = RETRY_AFTER_MS if code == "unavailable" else None
        self.outbox.send(Error(code, message, retry_of(code), channel=name, retry_after_ms=wait))
