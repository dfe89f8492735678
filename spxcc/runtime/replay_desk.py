"""The command `replay`: the owner drives the session that is played, and everybody sees on `replay:update` how."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

import msgspec

from spxcc.engines.graph import StepResult
from spxcc.engines.replay.result import REPLAY, Bookmark, ReplayState
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import RequestError, RequestHandler
from spxcc.ledger.bookmarks import BookmarkLedger
from spxcc.market.clock import Clock
from spxcc.market.session import at_exchange, to_exchange
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos, to_millis
from spxcc.protocol.identity import Identity
from spxcc.runtime.rewind import Superseded
from spxcc.runtime.transport import Transport

EVERY_S = 0.5
"""Wall time between two reports while it plays."""
LEAST, MOST = 0.1, 1000.0
"""Speeds that are accepted; the keys offer 1 to 60 and as fast as it goes."""
NOTE = 80
LIVE = "this market lives now and cannot be paused or hurried; `spxcc replay FILES` or the simulator can"
WORDS = "needs action: play, pause, toggle, speed, step, bar, back, bar_back, goto or bookmark"
Turn: TypeAlias = Callable[[UnixNanos], Awaitable[UnixNanos | None]]
"""Takes the session to its last step at or before an instant; where it stands then."""


class ReplayDesk:
    """transport: `None` for a feed that lives now. title: names the session. owner: who may drive. cadence_s: market
    seconds between two steps.
    """

    def __init__(
        self, transport: Transport | None, title: str, hub: Hub, wall: Clock, ledger: BookmarkLedger,
        owner: Callable[[Identity], bool], cadence_s: float = 0.0,
    ) -> None:  # fmt: skip
        self._transport, self._title, self._hub, self._wall = transport, title, hub, wall
        self._ledger, self._owner, self._cadence_s = ledger, owner, cadence_s
        self._told = wall.monotonic() - EVERY_S
        self._marks: tuple[Bookmark, ...] = ()
        self._turning: UnixNanos | None = None
        self.replayed = False
        self.turn: Turn = _no_turn
        self.saves: Callable[[UnixNanos], bool] = lambda to: False
        hub.declare(REPLAY)
        if transport is None:
            hub.fail(REPLAY.name, LIVE)

    @property
    def commands(self) -> dict[str, RequestHandler]:
        """Handlers of changes by name."""
        return {"replay": self._command}

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """After a step: how far it has come."""
        if self._transport is not None and self._wall.monotonic() - self._told >= EVERY_S:
            self.tell()

    def silent(self, why: str) -> None:
        """Nothing to add."""

    def tell(self) -> ReplayState | None:
        """Publish where it stands; `None` for a feed that lives now."""
        transport = self._transport
        if transport is None:
            return None
        self._told = self._wall.monotonic()
        state = state_of(transport, self._title, self._marks, self._cadence_s)
        if self.replayed:
            state = msgspec.structs.replace(state, replayed=True)
        if self._turning is not None:
            state = msgspec.structs.replace(state, going_to=to_millis(self._turning))
        self._hub.publish(REPLAY, state, transport.seen)
        return state

    async def _command(self, identity: Identity, args: Mapping[str, Any]) -> ReplayState:
        transport = self._transport
        if transport is None:
            raise RequestError("bad_request", LIVE)
        if not self._owner(identity):
            raise RequestError("bad_request", "only the owner of this server may drive the replay; ask them")
        try:
            await self._drive(transport, identity, args)
        except ValueError as error:
            raise RequestError("bad_request", str(error)) from None
        state = self.tell()
        assert state is not None
        return state

    async def _drive(self, transport: Transport, identity: Identity, args: Mapping[str, Any]) -> None:
        action = args.get("action")
        if self._turning is not None and action in ("step", "bar"):
            raise ValueError("it is on its way to another time; wait for it to arrive")
        if transport.finished and action not in ("bookmark", "bookmarks", "back", "bar_back", "goto", "pause"):
            raise ValueError("the session is over; go back in it, or start the replay again")
        match action:
            case "back":
                transport.pause()
                await self._turn(transport, self._here(transport) - 1)
            case "bar_back":
                transport.pause()
                await self._turn(transport, (self._here(transport) - 1) // NANOS_PER_MINUTE * NANOS_PER_MINUTE)
            case "goto":
                await self._go_to(transport, self._instant(args.get("to")))
            case "bookmark" | "bookmarks":
                self._mark(transport, identity, args)
            case _:
                _pace(transport, args)

    async def _go_to(self, transport: Transport, to: UnixNanos) -> None:
        if to > transport.end:
            raise ValueError("expected a time within the session")
        if self._turning is not None or to < transport.seen or self.saves(to):
            await self._turn(transport, to)
        else:
            transport.go_to(to)

    async def _turn(self, transport: Transport, to: UnixNanos) -> None:
        """Take it to another time; until it is there, everybody sees that it is on its way."""
        if to < transport.start:
            raise ValueError("this is the beginning; start it with an earlier --at to see what was before")
        self._turning = to
        self.tell()
        # Whoever asked may leave before it is there; it arrives all the same.
        await asyncio.shield(asyncio.ensure_future(self._arrive(to)))

    async def _arrive(self, to: UnixNanos) -> None:
        try:
            at = await self.turn(to)
        except Superseded:
            return
        except BaseException:
            self._turning = None
            raise
        self._turning = None
        if at is None:
            raise ValueError("nothing was played before this; start it with an earlier --at")

    def _here(self, transport: Transport) -> UnixNanos:
        """Where it stands, or will when it has arrived."""
        return transport.seen if self._turning is None else self._turning

    def _mark(self, transport: Transport, identity: Identity, args: Mapping[str, Any]) -> None:
        """Keep this instant, or only read those that are kept."""
        note = args.get("note", "")
        if not isinstance(note, str) or len(note) > NOTE:
            raise ValueError(f"expected a note of at most {NOTE} characters")
        if args.get("action") == "bookmark":
            self._ledger.add(identity.sub, self._title, Bookmark(to_millis(transport.seen), note))
        self._marks = self._ledger.of(identity.sub, self._title)

    def _instant(self, text: object) -> UnixNanos:
        if not isinstance(text, str):
            raise ValueError("expected a time such as 14:00 in to")
        assert self._transport is not None
        return at_exchange(to_exchange(self._transport.start).date().isoformat(), text)


def _pace(transport: Transport, args: Mapping[str, Any]) -> None:
    """What needs nothing but the transport. Raises ValueError."""
    match args.get("action"):
        case "play":
            transport.play()
        case "pause":
            transport.pause()
        case "toggle":
            transport.play() if transport.held else transport.pause()
        case "speed":
            transport.at_speed(speed_of(args.get("speed")))
        case "step":
            transport.step()
        case "bar":
            transport.step_bar()
        case _:
            raise ValueError(WORDS)


async def _no_turn(to: UnixNanos) -> UnixNanos | None:
    raise ValueError("this session goes forward only")


def speed_of(value: object) -> float | None:
    """A speed as people write it: a number, or `max`. Raises ValueError."""
    if value == "max":
        return None
    try:
        speed = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else 0.0
    except ValueError:
        speed = 0.0
    if not LEAST <= speed <= MOST:
        raise ValueError(f"expected a speed from {LEAST:g} to {MOST:g} or max, found {str(value)[:16]!r}")
    return speed


def state_of(transport: Transport, title: str, marks: tuple[Bookmark, ...] = (), cadence_s: float = 0.0) -> ReplayState:
    """The transport as it is told."""
    length = max(transport.end - transport.start, 1)
    return ReplayState(
        playing=not transport.held,
        speed=transport.speed,
        at=to_millis(transport.seen),
        start=to_millis(transport.start),
        end=to_millis(transport.end),
        progress=round(min(max((transport.seen - transport.start) / length, 0.0), 1.0), 4),
        title=title,
        going_to=None if transport.target is None else to_millis(transport.target),
        finished=transport.finished,
        bookmarks=marks,
        cadence_ms=round(1000 * (transport.cadence(cadence_s) or 0.0)),
    )
