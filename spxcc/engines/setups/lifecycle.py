"""The lifecycle: which phase may follow which, and how a step is recorded."""

from collections.abc import Mapping
from hashlib import blake2s
from types import MappingProxyType
from typing import Literal, TypeAlias

import msgspec

from spxcc.engines.common import UnixMillis
from spxcc.engines.setups.geometry import Blueprint, Trade
from spxcc.engines.setups.params import Kind
from spxcc.engines.setups.result import Setup, State, Transition

Side: TypeAlias = Literal["long", "short"]
Phase: TypeAlias = Literal[
    "watching", "armed", "triggered", "filled", "t1_hit", "t2_hit", "be_stop", "stopped", "time_exit", "market_closed",
    "ambiguous", "no_fill", "expired", "invalidated", "feed_void",
]  # fmt: skip

STATE_OF: Mapping[Phase, State] = MappingProxyType(
    {
        "watching": "forming",
        "armed": "ready",
        "triggered": "triggered",
        "filled": "triggered",
        "t1_hit": "triggered",
        "t2_hit": "resolved",
        "be_stop": "resolved",
        "stopped": "resolved",
        "time_exit": "resolved",
        "market_closed": "resolved",
        "ambiguous": "resolved",
        "no_fill": "invalidated",
        "expired": "expired",
        "invalidated": "invalidated",
        "feed_void": "invalidated",
    }
)
"""The word on the wire for each phase."""
FOLLOWS: Mapping[Phase, frozenset[Phase]] = MappingProxyType(
    {
        "watching": frozenset({"armed", "expired", "invalidated", "market_closed"}),
        "armed": frozenset({"triggered", "expired", "invalidated", "feed_void", "market_closed"}),
        "triggered": frozenset({"filled", "no_fill", "feed_void", "market_closed"}),
        "filled": frozenset({"t1_hit", "stopped", "time_exit", "ambiguous", "feed_void", "market_closed"}),
        "t1_hit": frozenset({"t2_hit", "be_stop", "time_exit", "ambiguous", "feed_void", "market_closed"}),
    }
)
"""Phases that may follow; those without an entry are final."""


class Memo(msgspec.Struct, frozen=True):
    """What a rule remembers of one place: the price of its level, frozen once armed; the slot of the level, and the end
    (ms) of the bar it was armed on.
    """

    price: float | None = None
    slot: str | None = None
    armed_at: UnixMillis | None = None


EMPTY = Memo()
"""Of a place not looked at yet."""


class Tracked(msgspec.Struct, frozen=True):
    """A setup with what the wire does not show. blind: bars in a row without input; gated: counted in the funnel.

    seq: how many of its place there were before. gates: by what a shadow was blocked; it lives on to its end, but
    nobody is shown it.
    """

    setup: Setup
    phase: Phase
    memo: Memo = Memo()
    blueprint: Blueprint | None = None
    trade: Trade | None = None
    blind: int = 0
    gated: bool = False
    gates: tuple[str, ...] = ()
    seq: int = 0

    @property
    def pending(self) -> bool:
        """Before the trigger."""
        return self.phase in ("watching", "armed")

    @property
    def open(self) -> bool:
        """Not in a final phase."""
        return self.phase in FOLLOWS

    @property
    def place(self) -> str:
        """Kind, slot of the level and side: what a cool-down belongs to."""
        return place_key(self.setup.kind, self.memo.slot or self.setup.level_id, self.setup.side)

    @property
    def sign(self) -> int:
        """+1 long, −1 short."""
        return 1 if self.setup.side == "long" else -1


def place_key(kind: Kind, level_id: str, side: Side) -> str:
    """Key of a place in counters and cool-downs."""
    return f"{kind}|{level_id}|{side}"


def make_id(kind: Kind, session: str, level_id: str, side: Side, seq: int, version: str) -> str:
    """H(kind, session, level_id, side, seq, rules_version): neither price nor tick enters."""
    return blake2s(f"{kind}|{session}|{level_id}|{side}|{seq}|{version}".encode(), digest_size=6).hexdigest()


def move(tracked: Tracked, phase: Phase, at: UnixMillis, price: float, reason: str) -> Tracked:
    """`tracked` in its next phase, with the step appended to its history. Raises ValueError for an illegal step."""
    if phase not in FOLLOWS.get(tracked.phase, frozenset()):
        raise ValueError(f"expected a phase that may follow {tracked.phase}, found {phase}")
    step = Transition(at=at, state=STATE_OF[phase], price=round(price, 2), reason=reason)
    setup = msgspec.structs.replace(
        tracked.setup, state=step.state, reason=reason, updated=at, history=(*tracked.setup.history, step)
    )
    return msgspec.structs.replace(tracked, setup=setup, phase=phase)
