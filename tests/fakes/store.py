"""`FakeStore`: the API that the screen reads, filled by hand. `FakeController`: time that stands still."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from spxcc.engines.alerts.result import AlertBook
from spxcc.engines.plan.result import DayPlan
from spxcc.engines.recording.result import SessionRow
from spxcc.market.candles import Candle
from spxcc.market.units import NANOS_PER_SECOND, UnixMillis, UnixNanos, to_millis
from spxcc.protocol.channel import DeltaChannel, EventChannel, StateChannel
from spxcc.ui.controller import Answered, Explained, Listed, Reply

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741
FRAMES = {"1m": 60, "5m": 300, "15m": 900, "30m": 1_800, "1h": 3_600, "4h": 14_400, "1D": 86_400}


@dataclass(frozen=True)
class FakeMeta:
    """As the store's ChannelMeta."""

    as_of_ms: UnixMillis | None = None
    received_ns: UnixNanos | None = None
    error: str | None = None
    stale: bool = False
    snapshot_ms: float | None = None
    restored: bool = False


@dataclass(frozen=True)
class FakeHop:
    """As the store's HopLatency."""

    p50: float
    p95: float
    max: float


@dataclass(frozen=True)
class FakeConnection:
    """As the client's ConnectionView."""

    phase: str = "open"
    text: str = "connected to 127.0.0.1:8787"
    retry_in_s: float | None = None


class FakeBook:
    """Candles by timeframe; larger ones are rolled up by whole buckets of UTC."""

    def __init__(self, minutes: Sequence[Candle] = ()) -> None:
        self.minutes = list(minutes)
        self.changes = 0

    def candles(self, timeframe: str) -> Sequence[Candle]:
        size = FRAMES[timeframe] * NANOS_PER_SECOND
        if timeframe == "1m":
            return tuple(self.minutes)
        rolled: dict[int, Candle] = {}
        for one in self.minutes:
            start = one.start // size * size
            old = rolled.get(start)
            rolled[start] = (
                Candle(start, one.open, one.high, one.low, one.close, one.volume)
                if old is None
                else Candle(
                    start,
                    old.open,
                    max(old.high, one.high),
                    min(old.low, one.low),
                    one.close,
                    old.volume + one.volume,
                )
            )
        return tuple(rolled.values())

    def version(self, timeframe: str) -> int:
        return self.changes

    def tick(self, price: float) -> None:
        """The forming minute moves."""
        last = self.minutes[-1]
        self.minutes[-1] = Candle(
            last.start, last.open, max(last.high, price), min(last.low, price), price, last.volume + 1
        )
        self.changes += 1


@dataclass
class FakeAlerts:
    """A book set by hand; changes are kept, and refused with `refusal`."""

    book: AlertBook | None = None
    changes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refusal: str = ""

    def change(self, name: str, args: Mapping[str, Any], reply: Answered) -> None:
        self.changes.append((name, dict(args)))
        reply(self.refusal)


@dataclass
class FakeDay:
    """A day set by hand; commands are kept, and refused with `refusal`."""

    plan: DayPlan | None = None
    acts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refusal: str = ""

    def act(self, name: str, args: Mapping[str, Any], reply: Answered) -> None:
        self.acts.append((name, dict(args)))
        reply(self.refusal)


@dataclass
class FakeSessions:
    """Sessions set by hand."""

    rows: Sequence[SessionRow] | str = ()
    opened: list[str] = field(default_factory=list)

    def ask(self, reply: Listed) -> None:
        reply(self.rows)

    def open(self, name: str) -> None:
        self.opened.append(name)


@dataclass
class FakeController:
    """`now` and `session_now` are set by the test; asked for things are kept."""

    time_ns: UnixNanos = 0
    retries: int = 0
    questions: list[str] = field(default_factory=list)
    whys: list[str] = field(default_factory=list)
    waiting: list[Explained] = field(default_factory=list)
    saved: list[tuple[str, str | int | bool]] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    alerts: FakeAlerts = field(default_factory=FakeAlerts)
    day: FakeDay = field(default_factory=FakeDay)
    sessions: FakeSessions = field(default_factory=FakeSessions)

    def now(self) -> UnixNanos:
        return self.time_ns

    def session_now_ms(self) -> UnixMillis | None:
        return to_millis(self.time_ns)

    def retry_now(self) -> None:
        self.retries += 1

    def ask(self, text: str, reply: Reply) -> None:
        self.questions.append(text)
        reply("The flip stands at ", False)
        reply("6,890.0 (gex:SPX).", True)

    def why(self, path: str, reply: Explained) -> None:
        self.whys.append(path)
        self.waiting.append(reply)

    def doctor(self, reply: Reply) -> None:
        reply("still asking: Massive", False)
        reply("Token\n  ok    signature  checked\n\n1 ok, 0 failed: nothing stands in the way", True)

    def stream_log(self) -> Sequence[str]:
        return ("14:30:00 open 127.0.0.1:8787", "14:31:00 gap gex:SPX 41→43")

    def program_log(self) -> Sequence[str]:
        return (
            "2026-11-19 14:30:00,001 INFO spxcc.runtime the feed started",
            "2026-11-19 14:31:00,002 WARNING spxcc.runtime the feed is silent",
            "2026-11-19 14:32:00,003 ERROR spxcc.runtime it failed",
            "Traceback (most recent call last):",
        )

    def settings(self) -> Sequence[tuple[str, str, str]]:
        return (("port", "8787", "default"), ("palette", "classic", "SPXCC_PALETTE"))

    def save_setting(self, name: str, value: str | int | bool) -> str:
        self.saved.append((name, value))
        return f"saved {name}"

    def keep(self, name: str, text: str) -> str:
        self.kept[name] = text
        return f"saved in /state/{name}"

    def keys_file(self) -> str:
        return "/settings/.config/spxcc/config.toml"

    def address(self) -> str:
        return "ws://127.0.0.1:8787/ws/prices"

    def advance(self, seconds: float) -> None:
        self.time_ns += int(seconds * NANOS_PER_SECOND)


class FakeStore:
    """Values by channel name; `put…` marks the channel dirty and stamps it with `clock`."""

    def __init__(self, clock: FakeController) -> None:
        self._clock = clock
        self._states: dict[str, Any] = {}
        self._items: dict[str, dict[str, Any]] = {}
        self._events: dict[str, list[Any]] = {}
        self._metas: dict[str, FakeMeta] = {}
        self._books: dict[str, FakeBook] = {}
        self._dirty: set[str] = set()
        self.connection = FakeConnection()
        self.cadence_ms = 0
        self.mode = ""
        self.latency: dict[str, FakeHop] = {}

    def now(self) -> UnixNanos:
        """Time of the fake's clock."""
        return self._clock.now()

    def get(self, channel: StateChannel[T]) -> T | None:
        return cast("T | None", self._states.get(channel.name))

    def items(self, channel: DeltaChannel[I]) -> Mapping[str, I]:
        return self._items.get(channel.name, {})

    def events(self, channel: EventChannel[I]) -> Sequence[I]:
        return self._events.get(channel.name, [])

    def meta(self, name: str) -> FakeMeta | None:
        return self._metas.get(name)

    def painted(self, milliseconds: float) -> None:
        """As measured last."""
        self.latency["paint"] = FakeHop(milliseconds, milliseconds, milliseconds)

    def take_dirty(self) -> frozenset[str]:
        dirty = frozenset(self._dirty)
        self._dirty.clear()
        return dirty

    def book(self, symbol: str) -> FakeBook:
        return self._books.setdefault(symbol, FakeBook())

    def put(self, channel: StateChannel[T], value: T) -> None:
        self._states[channel.name] = value
        self.touch(channel.name)

    def put_items(self, channel: DeltaChannel[I], items: Sequence[I]) -> None:
        self._items[channel.name] = {channel.key(item): item for item in items}
        self.touch(channel.name)

    def put_events(self, channel: EventChannel[I], items: Sequence[I]) -> None:
        self._events.setdefault(channel.name, []).extend(items)
        self.touch(channel.name)

    def put_minutes(self, symbol: str, minutes: Sequence[Candle]) -> None:
        self._books[symbol] = FakeBook(minutes)
        self.touch(f"bars:{symbol}")

    def touch(self, name: str) -> None:
        """Dirty, received now, true as of now."""
        now = self._clock.now()
        self._metas[name] = FakeMeta(as_of_ms=to_millis(now), received_ns=now)
        self._dirty.add(name)

    def mark(self, name: str, **changes: Any) -> None:
        """Another meta: `error`, `stale`, …"""
        self._metas[name] = replace(self._metas.get(name, FakeMeta()), **changes)
        self._dirty.add(name)

    def connect(self, connection: FakeConnection) -> None:
        """Another state of the connection."""
        self.connection = connection
        self._dirty.add("connection")
