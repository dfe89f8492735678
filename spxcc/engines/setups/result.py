"""Result of the setups engine, on `setups:update`."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec

from spxcc.engines.common import in_company
from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import Changes, DeltaChannel

State: TypeAlias = Literal["forming", "ready", "triggered", "resolved", "invalidated", "expired"]
CLOSED_STATES: frozenset[State] = frozenset({"resolved", "invalidated", "expired"})


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One measured condition: what was needed, what was found. `ok` `None` = its input is missing."""

    name: str
    ok: bool | None
    value: str
    need: str


class Transition(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the lifecycle, never rewritten. `at` ms."""

    at: int
    state: State
    price: float
    reason: str


class ContractIdea(msgspec.Struct, frozen=True, kw_only=True):
    """The contract nearest to a delta of 0.45, as quoted at `quoted_at` (ms). Prices in points; `spread_share` of mid.

    delta: of the contract, by the volatility of its mid. spread_ok: at most 8 % and at most 0.30. at_entry, at_stop:
    its mid by the model with the index at the setup's entry and stop, all else as now, `None` with `model_reason`:
    volatility is that of its mid (0.14 = 14 %), the forward of its expiry moves point by point with `spot`.
    """

    contract: str
    expiry: str
    strike: float
    right: Literal["C", "P"]
    bid: float
    ask: float
    delta: float
    spread_share: float
    spread_ok: bool
    quoted_at: int
    volatility: float | None = None
    forward: float | None = None
    minutes: float | None = None
    spot: float | None = None
    at_entry: float | None = None
    at_stop: float | None = None
    model_reason: str | None = None


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """An observation, not advice. Prices in index points; r1, r2 = reward over risk at the targets.

    id: H(kind, session, level_id, side, seq, rules_version), the same from the first tick to the last.
    `probability` is `None` until outcomes measured it (`n` of them, within `low` and `high`); `null_probability` is the
    driftless s/(s+t).
    invalid: what would end it before its trigger, in words. idea: made anew each minute while it is open, `None` with
    `idea_reason`.
    """

    id: str
    kind: str
    side: Literal["long", "short"]
    state: State
    level_id: str
    level_label: str
    level_price: float
    entry: float | None
    stop: float | None
    t1: float | None
    t2: float | None
    r1: float | None
    r2: float | None
    checks: tuple[Check, ...]
    passed: int
    total: int
    needs: str
    created: int
    updated: int
    expires: int
    reason: str
    history: tuple[Transition, ...]
    rules_version: str
    probability: float | None = None
    n: int = 0
    null_probability: float | None = None
    low: float | None = None
    high: float | None = None
    invalid: tuple[str, ...] = ()
    idea: ContractIdea | None = None
    idea_reason: str | None = None

    def __post_init__(self) -> None:
        in_company(self.probability, self.n, self.low, self.high, self.null_probability)


class BadWick(msgspec.Struct, frozen=True, kw_only=True):
    """A wick too long to be true: nothing was decided by it. at: start of its minute, ms. raw, used: index points.

    returned: whether the next close was within 0.1 %, `None` while there is none.
    """

    at: int
    raw: float
    used: float
    returned: bool | None


class SetupEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the log, appended once and never changed.

    id: of the setup, that of a shadow ends in `~`. phase: as in SETUPS.md 2. t_event: when the market did it, t_seen:
    when this desk knew of it, both ms. gates: what forbade it, by name. digest: of what it was decided on.
    """

    id: str
    kind: str
    session: str
    side: Literal["long", "short"]
    level_id: str
    seq: int
    phase: str
    t_event: int
    t_seen: int
    price: float
    reason: str
    rules_version: str
    gates: tuple[str, ...] = ()
    digest: str = ""
    entry: float | None = None
    stop: float | None = None
    t1: float | None = None
    t2: float | None = None
    shadow: bool = False


class SetupFrame(msgspec.Struct, frozen=True):
    """`data` of a setups frame: one setup and what happened to it (`expired` also when resolved or invalidated)."""

    setup: Setup
    action: Literal["created", "updated", "expired"]


class SetupsResult(msgspec.Struct, frozen=True, kw_only=True):
    """Open setups, and those that closed in the last ten minutes. `funnel` counts today's stages per kind.

    log: the session's events so far, shadows among them, only ever longer. wicks: of today's bars, cut as bad.
    """

    setups: tuple[Setup, ...]
    funnel: dict[str, dict[str, int]] = {}
    missing: dict[str, str] = {}
    reason: str | None = None
    log: tuple[SetupEvent, ...] = ()
    wicks: tuple[BadWick, ...] = ()


def setup_id(setup: Setup) -> str:
    """Identity on the channel."""
    return setup.id


def _encode(changes: Changes[Setup]) -> Iterable[SetupFrame]:
    for setup in changes.added:
        yield SetupFrame(setup, "created")
    for setup in changes.modified:
        yield SetupFrame(setup, "updated")
    for setup in changes.removed:
        yield SetupFrame(setup, "expired")


def _decode(frame: SetupFrame) -> Changes[Setup]:
    if frame.action == "expired":
        return Changes(removed=(frame.setup,))
    return Changes(added=(frame.setup,))


SETUPS: ResultKey[SetupsResult] = ResultKey("setups")
SETUPS_UPDATE: DeltaChannel[Setup] = DeltaChannel(
    "setups:update", "spx_setup", Setup, setup_id, SetupFrame, _encode, _decode
)
