"""What the levels panel shows: levels nearest first, with distance in points."""

from dataclasses import dataclass

from spxcc.engines.clusters.result import CLUSTERS
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.prediction.result import PREDICTION, Prediction
from spxcc.engines.price.result import price_channel
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.chart.marks import level_role
from spxcc.ui.selection import selected_setup
from spxcc.ui.why import why_empty

TEST_WORDS = {0: "untested", 1: "1 test"}

CONE = ("15m", "close")


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level or zone. distance: level − last price, points, `None` without a price."""

    id: str
    price: float
    distance: float | None
    label: str
    role: str
    strength: float
    tests: str
    age: str
    selected: bool = False


@dataclass(frozen=True, slots=True)
class LevelsView:
    """Rows nearest first. filtered: name of the category filter. cone: the 1-sd range ahead, "" without one."""

    rows: tuple[LevelRow, ...]
    total: int
    filtered: str
    reason: str | None
    cone: str = ""


def build(frame: Frame) -> LevelsView:
    """From `levels:update`, `clusters:update` and the price."""
    levels = frame.source.items(LEVELS_UPDATE)
    price = frame.source.get(price_channel(frame.options.symbol))
    last = None if price is None else price.price
    wanted = frame.state.level_filter
    setup = selected_setup(frame)
    chosen = None if setup is None else setup.level_id
    rows = [
        LevelRow(
            level.id, level.price, _distance(level.price, last), level.label, level_role(level.kind), level.strength,
            touch_words(level.touches, level.held), _age(frame, level.first_seen), level.id == chosen,
        )
        for level in levels.values()
        if wanted in ("all", level.category)
    ]  # fmt: skip
    clusters = frame.source.get(CLUSTERS)
    if clusters is not None and wanted == "all":
        rows += [
            LevelRow(
                zone.id, zone.price, _distance(zone.price, last), f"{zone.type.upper()} ×{len(zone.families)}", "wall",
                zone.score, f"{words.price(zone.low, 1)}–{words.price(zone.high, 1)}", "",
            )
            for zone in clusters.zones
            if zone.type in ("fortress", "defended")
        ]  # fmt: skip
    rows.sort(key=lambda row: (abs(row.distance) if row.distance is not None else -row.strength, row.price))
    reason = None if levels else why_empty(frame, LEVELS_UPDATE.name)
    return LevelsView(tuple(rows), len(levels), wanted, reason, cone_words(frame.source.get(PREDICTION)))


def cone_words(prediction: Prediction | None) -> str:
    """`1 sd: 15m 6,879.8–6,892.0 · close 6,862.0–6,909.7`: where two thirds of a driftless walk end."""
    if prediction is None:
        return ""
    parts = [
        f"{one.label} {words.price(one.low1, 1)}–{words.price(one.high1, 1)}"
        for one in prediction.horizons
        if one.label in CONE
    ]
    return f"1 sd: {' · '.join(parts)}" if parts else ""


def touch_words(touches: int, held: int) -> str:
    """`4 tests, 3 held`."""
    word = TEST_WORDS.get(touches, f"{touches} tests")
    return f"{word}, {held} held" if touches else word


def _distance(price: float, last: float | None) -> float | None:
    return None if last is None else price - last


def _age(frame: Frame, first_seen: int) -> str:
    return "" if frame.session_now is None or first_seen <= 0 else words.age(frame.session_now - first_seen)
