"""Result of the levels engine, on `levels:update`."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec

from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import Changes, DeltaChannel, StateChannel

Category: TypeAlias = Literal["structural", "tactical", "intraday", "options", "spy_derived", "fibonacci"]


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """A price that traders watch. Nothing here changes with a mere tick: age is for the reader to compute from `as_of`.

    id: stable, H(kind, scope, session, rank). kind: `call_wall put_wall flip abs_gamma max_pain em_high em_low pdh pdl
    pdc or_high or_low ib_high ib_low vwap vwap_p1 … pivot_p … fib_618 … round poc vah val`. label: short, for the axis.
    family: gamma, structural, intraday, fibonacci, pivots, round, spy, own, vendor. band: half width in points.
    strength: 0–1. touches/held: point-in-time counts of today; resolved: touches whose outcome is known, `held` of
    them held.
    null_resolved, null_held: the same of random levels as far from the market as this one was when it was first met.
    previous: where the same level (kind, scope, rank) stood last in the session before, `None` where that is not known.
    first_seen, as_of: ms. source: which input made it.
    """

    id: str
    kind: str
    label: str
    category: Category
    family: str
    scope: str
    price: float
    band: float
    strength: float
    touches: int
    held: int
    first_seen: int
    as_of: int
    source: str
    resolved: int = 0
    previous: float | None = None
    null_resolved: int = 0
    null_held: int = 0


class OwnLevel(msgspec.Struct, frozen=True, kw_only=True):
    """A level that somebody typed, or imported from a `vendor` ("" = typed). number: unique within its vendor.

    added: ms. session: ISO date of the only session it is for, `None` = each.
    """

    number: int
    price: float
    label: str
    added: int
    vendor: str = ""
    session: str | None = None


class OwnLevels(msgspec.Struct, frozen=True):
    """All of them, as the ledger has them."""

    levels: tuple[OwnLevel, ...] = ()


class FamilyScore(msgspec.Struct, frozen=True):
    """Counts of levels of one family or vendor: touches whose outcome is known, and those that held; null: placebos."""

    group: str
    levels: int
    touches: int
    resolved: int
    held: int
    null_resolved: int
    null_held: int


class Scoreboard(msgspec.Struct, frozen=True, kw_only=True):
    """Of one session (ISO date), by group."""

    session: str
    groups: tuple[FamilyScore, ...] = ()


class GroupRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the scoreboard over `sessions`. share: of the resolved touches that held, with its Wilson 95 % interval;
    null_share: of the placebos. Both are `None` unless both are known."""

    score: FamilyScore
    sessions: int
    share: float | None = None
    low: float | None = None
    high: float | None = None
    null_share: float | None = None
    null_low: float | None = None
    null_high: float | None = None


class LevelBook(msgspec.Struct, frozen=True, kw_only=True):
    """Answer to `level.list`: what was typed and imported for this session, and the scoreboard over all sessions."""

    session: str
    realm: str
    levels: tuple[OwnLevel, ...] = ()
    scores: tuple[GroupRow, ...] = ()


class LevelsFrame(msgspec.Struct, frozen=True):
    """`data` of a levels frame; `removed` are ids."""

    added: tuple[Level, ...] = ()
    removed: tuple[str, ...] = ()
    modified: tuple[Level, ...] = ()


class LevelsResult(msgspec.Struct, frozen=True, kw_only=True):
    """Levels by price, highest first. `missing` says per family what could not be made and why."""

    levels: tuple[Level, ...]
    missing: dict[str, str] = {}
    reason: str | None = None
    scores: Scoreboard = Scoreboard(session="")


def level_id(level: Level) -> str:
    """Identity on the channel."""
    return level.id


def _encode(changes: Changes[Level]) -> Iterable[LevelsFrame]:
    if changes:
        yield LevelsFrame(changes.added, tuple(level.id for level in changes.removed), changes.modified)


def _decode(frame: LevelsFrame) -> Changes[Level]:
    return Changes(frame.added, tuple(_ghost(gone) for gone in frame.removed), frame.modified)


def _ghost(gone: str) -> Level:
    return Level(
        id=gone, kind="", label="", category="structural", family="", scope="", price=0.0, band=0.0, strength=0.0,
        touches=0, held=0, first_seen=0, as_of=0, source="",
    )  # fmt: skip


LEVELS_FACT = "levels.own"
"""Name of the fact that holds `OwnLevels`."""
LEVELS: ResultKey[LevelsResult] = ResultKey("levels")
LEVELS_UPDATE: DeltaChannel[Level] = DeltaChannel(
    "levels:update", "spx_levels", Level, level_id, LevelsFrame, _encode, _decode
)
LEVELS_SCORES: StateChannel[Scoreboard] = StateChannel("levels:scores", "spx_level_scores", Scoreboard)
