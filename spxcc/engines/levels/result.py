"""Result of the levels engine, on `levels:update`."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec

from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import Changes, DeltaChannel

Category: TypeAlias = Literal["structural", "tactical", "intraday", "options", "spy_derived", "fibonacci"]


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """A price that traders watch. Nothing here changes with a mere tick: age is for the reader to compute from `as_of`.

    id: stable, H(kind, scope, session, rank). kind: `call_wall put_wall flip abs_gamma max_pain em_high em_low pdh pdl
    pdc or_high or_low ib_high ib_low vwap vwap_p1 … pivot_p … fib_618 … round poc vah val`. label: short, for the axis.
    family: gamma, structural, intraday, fibonacci, pivots, round, spy. band: half width in points. strength: 0–1.
    touches/held: point-in-time counts of today; resolved: touches whose outcome is known, `held` of them held.
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


LEVELS: ResultKey[LevelsResult] = ResultKey("levels")
LEVELS_UPDATE: DeltaChannel[Level] = DeltaChannel(
    "levels:update", "spx_levels", Level, level_id, LevelsFrame, _encode, _decode
)
