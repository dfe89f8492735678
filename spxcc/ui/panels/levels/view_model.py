"""What the levels panel shows: levels nearest first, with distance in points."""

from dataclasses import dataclass

from spxcc.engines.clusters.result import CLUSTERS, Zone
from spxcc.engines.levels.result import LEVELS_UPDATE, Level
from spxcc.engines.prediction.result import PREDICTION, Horizon, Prediction
from spxcc.engines.price.result import price_channel
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.chart.marks import level_role
from spxcc.ui.selection import selected_setup
from spxcc.ui.why import why_empty

TEST_WORDS = {0: "untested", 1: "1 test"}

CONE = ("15m", "close")
E15 = "15m"
LEAST_HELD = 5
"""Touches with an outcome below which a share says nothing."""
GRADE = "C"
"""Of the trust ledger: a rule over the data."""
GRADES = {
    "flip": "D", "max_pain": "D", "pdh": "A", "pdl": "A", "pdc": "A", "pdo": "A", "em_high": "A−", "em_low": "A−",
}  # fmt: skip
"""Prices that the exchange printed, what comes from quotes alone, and what depends on a definition."""


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level or zone. distance: level − last price, points, `None` without a price.

    e_units: the same in E15, the one-sd move of a quarter of an hour. previous: where it stood last in the session
    before. hold: share of the touches that held, with their number. source: what made it. grade: of the trust ledger.
    """

    id: str
    price: float
    distance: float | None
    label: str
    role: str
    strength: float
    tests: str
    age: str
    selected: bool = False
    e_units: float | None = None
    previous: float | None = None
    touches: int | None = None
    hold: str = ""
    source: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class LevelsView:
    """Rows nearest first. filtered: name of the category filter. cone: the 1-sd range ahead, "" without one.

    cone_met: the same, with the interval of the share of cones that held.
    """

    rows: tuple[LevelRow, ...]
    total: int
    filtered: str
    reason: str | None
    cone: str = ""
    cone_met: str = ""


def build(frame: Frame, limit: int | None = None) -> LevelsView:
    """From `levels:update`, `clusters:update` and the price; at most `limit` rows, the nearest ones."""
    levels = frame.source.items(LEVELS_UPDATE)
    price = frame.source.get(price_channel(frame.options.symbol))
    last = None if price is None else price.price
    wanted = frame.state.level_filter
    shown: list[Level | Zone] = [level for level in levels.values() if wanted in ("all", level.category)]
    clusters = frame.source.get(CLUSTERS)
    if clusters is not None and wanted == "all":
        shown += [zone for zone in clusters.zones if zone.type in ("fortress", "defended")]
    shown.sort(key=lambda one: (abs(one.price - last) if last is not None else -_strength(one), one.price))
    setup = selected_setup(frame)
    chosen = frame.state.level_id or (None if setup is None else setup.level_id)
    rows = tuple(
        _zone_row(frame, one, last, one.id == chosen)
        if isinstance(one, Zone)
        else _level_row(frame, one, last, one.id == chosen)
        for one in shown[:limit]
    )
    reason = None if levels else why_empty(frame, LEVELS_UPDATE.name)
    ahead = frame.source.get(PREDICTION)
    return LevelsView(rows, len(levels), wanted, reason, cone_words(ahead), cone_words(ahead, whole=True))


def _level_row(frame: Frame, level: Level, last: float | None, selected: bool) -> LevelRow:
    tests, age = touch_words(level.touches, level.held), _age(frame, level.first_seen)
    away, role = _distance(level.price, last), level_role(level.kind)
    return LevelRow(
        level.id, level.price, away, level.label, role, level.strength, tests, age, selected,
        e_units=in_e(away, frame.source.get(PREDICTION)), previous=level.previous, touches=level.touches,
        hold=hold_words(level.held, level.resolved), source=level.source, grade=GRADES.get(level.kind, GRADE),
    )  # fmt: skip


def _zone_row(frame: Frame, zone: Zone, last: float | None, selected: bool) -> LevelRow:
    label = f"{zone.type.upper()} ×{len(zone.families)}"
    extent = f"{words.price(zone.low, 1)}–{words.price(zone.high, 1)}"
    away = _distance(zone.price, last)
    made = f"{len(zone.families)} families: {', '.join(zone.families)}"
    return LevelRow(
        zone.id, zone.price, away, label, "wall", zone.score, extent, "", selected,
        e_units=in_e(away, frame.source.get(PREDICTION)), source=made, grade=GRADE,
    )  # fmt: skip


def _strength(one: Level | Zone) -> float:
    return one.score if isinstance(one, Zone) else one.strength


def cone_words(prediction: Prediction | None, whole: bool = False) -> str:
    """`1 sd 15m 6,880–6,892 (12/17 in)`: where 68 % of a normal end, and how many of the cones met did.

    whole: with the interval of that share and what a normal gives.
    """
    if prediction is None:
        return ""
    parts = [
        f"{one.label} {words.price(one.low1, 0)}–{words.price(one.high1, 0)}"
        + (f" ({met_words(one) if whole else f'{one.inside}/{one.n} in'})" if one.n else "")
        for one in prediction.horizons
        if one.label in CONE
    ]
    return f"1 sd {' '.join(parts)}" if parts else ""


def met_words(one: Horizon) -> str:
    """`forward 12/17 in [47–87 %], a normal 68 %`: counted live, cone by cone."""
    if one.coverage_low is None or one.coverage_high is None:
        return ""
    low, high = words.percent(one.coverage_low).removesuffix(" %"), words.percent(one.coverage_high)
    return f"forward {one.inside}/{one.n} in [{low}–{high}], a normal {words.percent(one.expected)}"


def hold_words(held: int, resolved: int) -> str:
    """`67 % of 6`; under `LEAST_HELD` touches with an outcome only their number, `n 3`."""
    return f"n {resolved}" if resolved < LEAST_HELD else f"{words.percent(held / resolved)} of {resolved}"


def in_e(away: float | None, prediction: Prediction | None) -> float | None:
    """Points in E15; `None` without a cone."""
    if away is None or prediction is None:
        return None
    unit = next((one.one_sd for one in prediction.horizons if one.label == E15), None)
    return None if unit is None or unit <= 0 else away / unit


def touch_words(touches: int, held: int) -> str:
    """`4 tests, 3 held`."""
    word = TEST_WORDS.get(touches, f"{touches} tests")
    return f"{word}, {held} held" if touches else word


def _distance(price: float, last: float | None) -> float | None:
    return None if last is None else price - last


def _age(frame: Frame, first_seen: int) -> str:
    return "" if frame.session_now is None or first_seen <= 0 else words.age(frame.session_now - first_seen)
