"""Both ends of a gateway connection without sockets: a pipe that can lag, a shell that records, toy channels."""

import json
from collections.abc import Iterable
from typing import Any

import msgspec

from spxcc.gateway.access import Access, admission
from spxcc.gateway.frame import Frame
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import AuthError
from spxcc.gateway.outbox import Outbox
from spxcc.gateway.peer import Greeting, Peer
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos
from spxcc.protocol.channel import Changes, DeltaChannel, EventChannel, StateChannel
from spxcc.protocol.effects import AskCoach, RunCommand, RunQuery
from spxcc.protocol.identity import Identity
from spxcc.protocol.limits import Limits
from spxcc.protocol.names import PUBLIC_CHANNELS
from spxcc.protocol.server_session import ServerSession
from tests.fakes.clock import START, ManualClock

ALICE = Identity("alice", "pro")
BOB = Identity("bob")


class Reading(msgspec.Struct, frozen=True):
    """Value of the toy state channels."""

    value: float
    note: str = ""


class Quote(msgspec.Struct, frozen=True):
    """Value of the toy price channels: has a `timestamp` of its own."""

    symbol: str
    price: float
    timestamp: str = "then"


class Member(msgspec.Struct, frozen=True):
    """Item of the toy delta and event channels."""

    id: str
    value: int = 0


class Edit(msgspec.Struct, frozen=True):
    """`data` of the toy delta channel: one operation."""

    op: str
    item: Member


def member_id(member: Member) -> str:
    """Identity of an item."""
    return member.id


def _encode(changes: Changes[Member]) -> Iterable[Edit]:
    for item in changes.added:
        yield Edit("add", item)
    for item in changes.modified:
        yield Edit("change", item)
    for item in changes.removed:
        yield Edit("remove", item)


def _decode(edit: Edit) -> Changes[Member]:
    return Changes(removed=(edit.item,)) if edit.op == "remove" else Changes(added=(edit.item,))


def state_channel(name: str) -> StateChannel[Reading]:
    """A toy state channel."""
    return StateChannel(name, f"toy_{name.partition(':')[0]}", Reading)


def price_channel(symbol: str) -> StateChannel[Quote]:
    """A toy price channel."""
    return StateChannel(f"price:{symbol}", "price", Quote, flat=True)


def delta_channel(name: str) -> DeltaChannel[Member]:
    """A toy delta channel: one frame per changed item."""
    return DeltaChannel(name, "toy_delta", Member, member_id, Edit, _encode, _decode)


GEX = state_channel("gex:SPX")
REGIME = state_channel("regime:update")
STATUS: StateChannel[Reading] = StateChannel("status", "status", Reading, flat=True, broadcast=True)
LEVELS = delta_channel("levels:update")
FLOW: EventChannel[Member] = EventChannel("flow:alert", "toy_event", Member, member_id, recent=5)


def unframe(wire: bytes) -> bytes:
    """Payload of an unmasked text frame; refuses anything else."""
    assert wire[0] == 0x81, "a final text frame"
    size, start = wire[1], 2
    if size == 126:
        size, start = int.from_bytes(wire[2:4], "big"), 4
    elif size == 127:
        size, start = int.from_bytes(wire[2:10], "big"), 10
    assert len(wire) == start + size, "one whole frame"
    return wire[start:]


class FakePipe:
    """Records frames. `lag_after`: lags by itself once that many frames were written since the last `resume`."""

    def __init__(self, lag_after: int | None = None) -> None:
        self.lagging = False
        self.frames: list[dict[str, Any]] = []
        self.payloads: list[bytes] = []
        self.closed: tuple[int, str] | None = None
        self.lag_after = lag_after
        self._since = 0

    def write(self, wire: bytes) -> None:
        """Take a frame."""
        payload = unframe(wire)
        self.payloads.append(payload)
        self.frames.append(json.loads(payload))
        self._since += 1
        if self.lag_after is not None and self._since >= self.lag_after:
            self.lagging = True

    def offer(self, frame: Frame) -> bool:
        """Take a frame unless lagging."""
        if not self.lagging:
            self.write(frame.wire)
            return True
        return False

    def wire(self, frame: Frame) -> bytes:
        """Its bytes."""
        return frame.wire

    def end(self, code: int, reason: str) -> None:
        """Remember how it ended."""
        self.closed = (code, reason)

    def resume(self) -> None:
        """The reader has caught up; the outbox must be told by the caller."""
        self.lagging, self._since = False, 0

    def take(self) -> list[dict[str, Any]]:
        """Frames since the last call."""
        taken, self.frames = self.frames, []
        return taken

    def types(self) -> list[str]:
        """Types of the frames since the last `take`."""
        return [frame["type"] for frame in self.frames]


class FakeShell:
    """Records what was asked for."""

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self.users: list[Identity] = []
        self.symbols: list[str] = []
        self.requests: list[AskCoach | RunQuery | RunCommand] = []

    def authenticate(self, token: str) -> None:
        """Remember."""
        self.tokens.append(token)

    def admitted(self, identity: Identity) -> None:
        """Remember."""
        self.users.append(identity)

    def fetch_price(self, symbol: str) -> None:
        """Remember."""
        self.symbols.append(symbol)

    def request(self, request: AskCoach | RunQuery | RunCommand) -> None:
        """Remember."""
        self.requests.append(request)


class FakeAuth:
    """Tokens by table; `delay` seconds of the clock pass before an answer."""

    def __init__(
        self, clock: ManualClock, tokens: dict[str, Identity], delay: float = 0.0, anonymous: Identity | None = None
    ) -> None:
        self.anonymous = anonymous
        self.loopback_only = True
        self.delay = delay
        self.asked = 0
        self._clock = clock
        self._tokens = tokens

    async def verify(self, token: str) -> Identity:
        """Look the token up."""
        self.asked += 1
        await self._clock.sleep(self.delay)
        identity = self._tokens.get(token)
        if identity is None:
            raise AuthError("token_invalid", "unknown token")
        return identity


class Desk:
    """A hub with a clock, and peers on it."""

    def __init__(self, epoch: str = "e1", clock: ManualClock | None = None) -> None:
        self.clock = clock if clock is not None else ManualClock()
        self.hub = Hub(epoch, self.clock.now)
        self._names = 0
        for channel in (GEX, REGIME, LEVELS, FLOW, STATUS):
            self.hub.declare(channel)

    @property
    def as_of(self) -> UnixNanos:
        """Market time, a second behind."""
        return self.clock.now() - NANOS_PER_SECOND

    def times(self) -> tuple[float, float]:
        """Monotonic and wall seconds."""
        return self.clock.monotonic(), self.clock.now() / NANOS_PER_SECOND

    def guest(
        self,
        identity: Identity | None = ALICE,
        limits: Limits | None = None,
        fetches: bool = False,
        access: Access | None = None,
    ) -> "Guest":
        """A connection of `identity`, admitted; `None`: it has not said who it is."""
        self._names += 1
        return Guest(self, f"c{self._names}", identity, limits or Limits(), fetches, access or Access())


class Guest:
    """A peer with its pipe and shell."""

    def __init__(
        self, desk: Desk, name: str, identity: Identity | None, limits: Limits, fetches: bool, access: Access
    ) -> None:
        self.desk = desk
        self.pipe = FakePipe()
        self.shell = FakeShell()
        self.outbox = Outbox(self.pipe, desk.hub)
        session = ServerSession(limits, admission(access, desk.hub, fetches), desk.clock.monotonic())
        greeting = Greeting("spxcc/test", "sim", 15.0, fetches)
        self.peer = Peer(desk.hub, session, self.outbox, self.shell, greeting, name)
        self.peer.begin(None, identity, *desk.times())

    def say(self, message: dict[str, Any] | str) -> list[dict[str, Any]]:
        """Send a message; the frames that came since the last look."""
        text = message if isinstance(message, str) else json.dumps(message)
        self.peer.receive(text, *self.desk.times())
        return self.pipe.take()

    def subscribe(self, *channels: str, symbols: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        """Subscribe; the frames that came since the last look."""
        return self.say({"type": "subscribe", "channels": list(channels), "symbols": list(symbols), "id": 1})

    def tick(self, seconds: float = 0.0) -> list[dict[str, Any]]:
        """Let time pass; the frames that came since the last look."""
        self.desk.clock.shift(seconds)
        self.peer.tick(*self.desk.times())
        return self.pipe.take()

    def lag(self) -> None:
        """The reader stops taking."""
        self.pipe.lagging = True

    def resume(self) -> list[dict[str, Any]]:
        """The reader has caught up; the frames that came since the last look."""
        self.pipe.resume()
        self.outbox.resumed()
        return self.pipe.take()


def brief(frames: list[dict[str, Any]]) -> list[str]:
    """Types, and of channels their names."""
    return [f"{frame['type']} {frame['channel']}" if "channel" in frame else frame["type"] for frame in frames]


def full_desk() -> Desk:
    """A hub where every public channel has a value."""
    desk = Desk()
    for name in (*PUBLIC_CHANNELS, "health:update"):
        if name not in {"levels:update", "flow:alert"}:
            desk.hub.publish(state_channel(name), Reading(1.0), desk.as_of)
    desk.hub.publish(LEVELS, [Member("a"), Member("b")], desk.as_of)
    desk.hub.publish(FLOW, [Member("f")], desk.as_of)
    desk.hub.publish(price_channel("SPX"), Quote("SPX", 6_000.0), desk.as_of)
    desk.hub.publish(price_channel("SPY"), Quote("SPY", 600.0), desk.as_of)
    desk.hub.publish(delta_channel("bars:SPX"), [Member("b")], desk.as_of)
    return desk


__all__ = ["ALICE", "BOB", "FLOW", "GEX", "LEVELS", "REGIME", "START", "STATUS", "Desk", "FakeAuth", "FakePipe"]
