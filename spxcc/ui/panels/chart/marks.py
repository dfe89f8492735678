"""Lines on the chart: levels, zones, and the plan of the selected setup."""

from dataclasses import dataclass

from spxcc.engines.clusters.result import CLUSTERS, Zone
from spxcc.engines.levels.result import LEVELS_UPDATE, Level
from spxcc.engines.setups.result import Setup
from spxcc.ui.frame import Frame
from spxcc.ui.renderables.labels import ALWAYS, Mark
from spxcc.ui.selection import selected_setup
from spxcc.ui.state import Overlays

KEY_KINDS = frozenset(
    {"call_wall", "put_wall", "flip", "vwap", "pdh", "pdl", "pdc", "or_high", "or_low", "em_high", "em_low"}
)
WALLS = frozenset({"call_wall", "put_wall", "abs_gamma"})


@dataclass(frozen=True, slots=True)
class Scope:
    """What marks are made from. curved: the VWAP and its bands are curves, not lines."""

    levels: tuple[Level, ...]
    zones: tuple[Zone, ...]
    setup: Setup | None
    overlays: Overlays
    level_filter: str
    curved: bool = False

    @classmethod
    def from_frame(cls, frame: Frame, curved: bool = False) -> "Scope":
        """The values that `frame` holds."""
        clusters = frame.source.get(CLUSTERS)
        return cls(
            tuple(frame.source.items(LEVELS_UPDATE).values()),
            () if clusters is None else clusters.zones,
            selected_setup(frame),
            frame.state.overlays,
            frame.state.level_filter,
            curved,
        )


OF_VOLUME = "volume of "


def level_label(level: Level) -> str:
    """The name on the axis; a VWAP says whose volume it is weighted with."""
    if level.kind != "vwap" or not level.source.startswith(OF_VOLUME):
        return level.label
    return f"{level.label} {level.source.removeprefix(OF_VOLUME).partition(' ')[0]}"


def level_role(kind: str) -> str:
    """Line class of a level: walls, zero gamma, everything else."""
    return "flip" if kind == "flip" else "wall" if kind in WALLS else "dyn"


def marks_of(scope: Scope) -> tuple[tuple[Mark, ...], int]:
    """Marks in the chosen overlay set, and how many of them are levels."""
    marks: list[Mark] = []
    if scope.overlays != "none":
        for level in scope.levels:
            key = level.kind in KEY_KINDS
            if scope.overlays == "key" and not key:
                continue
            if scope.level_filter not in ("all", level.category):
                continue
            role, rank = level_role(level.kind), level.strength + key
            line = not (scope.curved and level.kind.startswith("vwap"))
            marks.append(Mark(level.id, level.price, level_label(level), role, rank, line))
    shown = len(marks)
    if scope.overlays != "none" and scope.level_filter == "all":
        marks += [_zone_mark(zone) for zone in scope.zones if zone.type in ("fortress", "defended")]
    return (*marks, *setup_marks(scope.setup)), shown


class MarkBook:
    """Makes marks anew only when what they are made from is another."""

    def __init__(self) -> None:
        self._scope: Scope | None = None
        self._made: tuple[tuple[Mark, ...], int] = ((), 0)

    def of(self, scope: Scope) -> tuple[tuple[Mark, ...], int]:
        """As `marks_of`; the same object for the same scope."""
        if scope != self._scope:
            self._scope, self._made = scope, marks_of(scope)
        return self._made


def _zone_mark(zone: Zone) -> Mark:
    label = f"{zone.type.upper()} ×{len(zone.families)}"
    return Mark(zone.id, zone.price, label, "wall", 0.6 + zone.score)


def setup_marks(setup: Setup | None) -> tuple[Mark, ...]:
    """Entry, stop and targets of the selected setup; above all levels in rank."""
    if setup is None:
        return ()
    lines = (
        ("entry", setup.entry, "entry"),
        ("stop", setup.stop, "stop"),
        ("T1", setup.t1, "target"),
        ("T2", setup.t2, "target"),
    )
    return tuple(
        Mark(f"{setup.id}:{name}", price, name, role, ALWAYS) for name, price, role in lines if price is not None
    )
