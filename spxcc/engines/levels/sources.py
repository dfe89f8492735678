"""Origins of prices that are levels, by kind: the inputs, and how the price follows from them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from spxcc.engines.engine import Run
from spxcc.engines.gex.result import GexResult
from spxcc.engines.levels import params
from spxcc.engines.levels.anchored import NAMES, anchors, since, volumes_of
from spxcc.engines.levels.candidate import Candidate
from spxcc.engines.levels.compute import LevelsMemory
from spxcc.engines.levels.intraday import with_volume
from spxcc.engines.levels.periods import Period, previous_day, previous_month, previous_week
from spxcc.engines.levels.result import LevelsResult
from spxcc.engines.levels.structural import PRE_MARKET_NS
from spxcc.engines.levels.swings import last_pivots
from spxcc.engines.why.answers import given, inputs, rows
from spxcc.engines.why.result import Input, Row
from spxcc.market.session import to_exchange
from spxcc.market.snapshot import BarColumns
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.quant.indicators import volume_profile

POINTS, CENT = "index points", 0.005
PIVOTS = {
    "p": "(high + low + close) / 3",
    "r1": "2 * (high + low + close) / 3 - low",
    "s1": "2 * (high + low + close) / 3 - high",
    "r2": "(high + low + close) / 3 + high - low",
    "s2": "(high + low + close) / 3 - high + low",
    "r3": "high + 2 * ((high + low + close) / 3 - low)",
    "s3": "low - 2 * (high - (high + low + close) / 3)",
}
SIGMAS = {"vwap": 0, "vwap_p1": 1, "vwap_m1": -1, "vwap_p2": 2, "vwap_m2": -2, "vwap_p3": 3, "vwap_m3": -3}


@dataclass(frozen=True, slots=True)
class Origin:
    """As in the explanation."""

    formula: str
    expression: str
    inputs: tuple[Input, ...] = ()
    rows: tuple[Row, ...] = ()
    rows_are: str = ""
    rounding: float = CENT


LevelsRun = Run[LevelsResult, LevelsMemory]
Maker = Callable[[LevelsRun, Candidate], Origin | None]


def origin_of(run: LevelsRun, candidate: Candidate) -> Origin | None:
    """Of the candidate's price; `None` for a kind, or an input, that is not known here."""
    for prefix, make in MAKERS.items():
        if candidate.kind == prefix or (prefix.endswith("_") and candidate.kind.startswith(prefix)):
            return make(run, candidate)
    return None


def _gex(run: LevelsRun, candidate: Candidate) -> Origin | None:
    gex = run.memory.gex[0]
    if gex is None:
        return None
    place = GEX_PATHS[candidate.kind](gex, candidate)
    if place is None:
        return None
    path, value = place
    found = inputs(given("found", value, POINTS, f"gex:SPX.{path}"))
    if candidate.kind == "flip":
        step = inputs(given("step", params.FLIP_STEP, POINTS, "its own uncertainty is far larger"))
        return Origin("The flip of the gamma exposure, to quarter points.", "round(found / step) * step", found + step)
    return Origin("As the gamma exposure has it.", "found", found, rounding=0.0)


def _wall(gex: GexResult, candidate: Candidate) -> tuple[str, float | None] | None:
    side = candidate.kind.removesuffix("_wall")
    if candidate.rank == 1:
        return f"{side}_wall", gex.call_wall if side == "call" else gex.put_wall
    walls = gex.call_walls if side == "call" else gex.put_walls
    at = next((at for at, wall in enumerate(walls) if wall.strike == candidate.price), None)
    return None if at is None else (f"{side}_walls.{at}.strike", walls[at].strike)


def _pain(gex: GexResult, candidate: Candidate) -> tuple[str, float | None] | None:
    for row in gex.by_expiry:
        if candidate.scope == f"{row.root} {row.expiry}":
            return f"by_expiry.{row.root}.{row.expiry}.max_pain", row.max_pain
    return None


GEX_PATHS: Mapping[str, Callable[[GexResult, Candidate], tuple[str, float | None] | None]] = {
    "call_wall": _wall,
    "put_wall": _wall,
    "flip": lambda gex, candidate: ("flip_point", gex.flip_point),
    "abs_gamma": lambda gex, candidate: ("absolute_gamma_strike", gex.absolute_gamma_strike),
    "max_pain": _pain,
}


def _expected(run: LevelsRun, candidate: Candidate) -> Origin | None:
    bounds = run.memory.bounds
    if bounds is None:
        return None
    found = inputs(given("spot", bounds.spot, POINTS, bounds.source), given("straddle", bounds.straddle, POINTS))
    high = candidate.kind == "em_high"
    return Origin(
        f"Spot {'and' if high else 'less'} the straddle at the money, as both were first seen in regular hours.",
        "spot + straddle" if high else "spot - straddle", found,
    )  # fmt: skip


def _period(run: LevelsRun, candidate: Candidate) -> Origin | None:
    bars, session = run.snapshot.bars.get("SPX"), run.snapshot.session.date
    if bars is None:
        return None
    periods: Mapping[str, Callable[[], Period | None]] = {
        "pd": lambda: previous_day(bars, session),
        "pw": lambda: previous_week(bars.daily, session),
        "pm": lambda: previous_month(bars.daily, session),
    }
    period = periods[candidate.kind[:2]]()
    if period is None:
        return None
    name = {"h": "high", "l": "low", "c": "close"}[candidate.kind[2]]
    words = {"pd": "session", "pw": "week", "pm": "month"}[candidate.kind[:2]]
    found = inputs(given(name, getattr(period, name), POINTS, candidate.source))
    return Origin(f"{name.capitalize()} of the previous {words}.", name, found)


def _open(run: LevelsRun, candidate: Candidate) -> Origin | None:
    bars = run.snapshot.bars.get("SPX")
    if bars is None or not len(bars.today):
        return None
    first = inputs(given("first", float(bars.today.open[0]), POINTS, candidate.source))
    return Origin("Open of the first minute of the session.", "first", first)


def _pivot(run: LevelsRun, candidate: Candidate) -> Origin | None:
    bars = run.snapshot.bars.get("SPX")
    day = None if bars is None else previous_day(bars, run.snapshot.session.date)
    if day is None:
        return None
    found = inputs(*(given(name, getattr(day, name), POINTS, "previous session") for name in ("high", "low", "close")))
    return Origin("Floor pivots: P = (H + L + C) / 3 of the previous session.", PIVOTS[candidate.kind[6:]], found)


def _overnight(run: LevelsRun, candidate: Candidate) -> Origin | None:
    spy, session = run.snapshot.bars.get("SPY"), run.snapshot.session
    if spy is None or run.memory.ratio is None:
        return None
    column, word = ("high", "highest") if candidate.kind == "onh" else ("low", "lowest")
    minutes = _minutes(spy.today, column, session.open_at - PRE_MARKET_NS, session.open_at)
    found = inputs(given("ratio", run.memory.ratio, "", "basis:update.ratio"))
    formula = f"{word.capitalize()} of SPY's minutes before the open, times SPX over SPY."
    return Origin(formula, f"{word}(rows) * ratio", found, minutes, f"{column} of a minute of SPY")


def _range(run: LevelsRun, candidate: Candidate) -> Origin | None:
    bars, session = run.snapshot.bars.get("SPX"), run.snapshot.session
    if bars is None:
        return None
    span = params.OPENING_MINUTES if candidate.kind.startswith("or") else params.BALANCE_MINUTES
    column, word = ("high", "highest") if candidate.kind.endswith("high") else ("low", "lowest")
    minutes = _minutes(bars.today, column, session.open_at, session.open_at + span * NANOS_PER_MINUTE)
    formula = f"{word.capitalize()} of the first {span} minutes of the session."
    length = inputs(given("minutes", span, "minutes"))
    return Origin(formula, f"{word}(rows)", length, minutes, f"{column} of a minute")


def _vwap(run: LevelsRun, candidate: Candidate) -> Origin | None:
    volumed, _ = with_volume(run.snapshot, run.memory.ratio)
    if volumed is None:
        return None
    bars = volumed.bars
    typical = (bars.high + bars.low + bars.close) / 3.0
    pairs = zip(bars.start.tolist(), typical.tolist(), bars.volume.tolist(), strict=True)
    minutes = tuple(Row(f"{to_exchange(start):%H:%M}", price, volume) for start, price, volume in pairs)
    sigmas = SIGMAS[candidate.kind]
    away = "" if not sigmas else f" {'+' if sigmas > 0 else '-'} {abs(sigmas)} * spread(rows, weights)"
    formula = "Mean of (H + L + C) / 3 by volume since the open"
    formula += "." if not sigmas else f", {sigmas:+d} standard deviations of it by volume."
    are = f"(H + L + C) / 3 of a minute, weighted by the volume of {volumed.source}"
    ratio = inputs(given("ratio", run.memory.ratio, "", "basis:update.ratio"))
    return Origin(formula, f"weighted(rows, weights){away}", ratio, minutes, are)


def _anchored(run: LevelsRun, candidate: Candidate) -> Origin | None:
    found = volumes_of(run.snapshot, run.memory.ratio)
    begin = None if found is None else anchors(found.bars, run.snapshot.session).get(candidate.kind)
    if found is None or begin is None:
        return None
    prices, volumes = since(found, begin, run.snapshot.session)
    minutes = tuple(Row(f"{at}", *pair) for at, pair in enumerate(zip(prices.tolist(), volumes.tolist(), strict=True)))
    ratio = inputs(given("ratio", run.memory.ratio, "", "basis:update.ratio"))
    formula = f"Mean of (H + L + C) / 3 by volume since {NAMES[candidate.kind][1]}."
    are = f"(H + L + C) / 3 of a minute, weighted by the volume of {found.name}"
    return Origin(formula, "weighted(rows, weights)", ratio, minutes, are)


def _profile(run: LevelsRun, candidate: Candidate) -> Origin | None:
    volumed, _ = with_volume(run.snapshot, run.memory.ratio)
    if volumed is None:
        return None
    bars = volumed.bars
    made = volume_profile(bars.low, bars.high, bars.volume, params.PROFILE_BIN)
    pairs = zip(made.prices.tolist(), made.volumes.tolist(), strict=True)
    several = tuple(Row(f"{centre:.1f}", centre, volume) for centre, volume in pairs)
    half = inputs(
        given("bin", params.PROFILE_BIN, POINTS),
        given("share", params.VALUE_AREA),
        given("ratio", run.memory.ratio, "", "basis:update.ratio"),
    )
    words, expression = {
        "poc": ("Price with the most volume of the session.", "fullest(rows, weights)"),
        "vah": ("Upper end of the 70 % of the volume around it.", "area_high(rows, weights, share) + bin / 2"),
        "val": ("Lower end of the 70 % of the volume around it.", "area_low(rows, weights, share) - bin / 2"),
    }[candidate.kind]
    return Origin(words, expression, half, several, f"price, weighted by the volume of {volumed.source}")


def _fib(run: LevelsRun, candidate: Candidate) -> Origin | None:
    bars, threshold = run.snapshot.bars.get("SPX"), run.memory.swing.value
    ends = None if bars is None or threshold is None else last_pivots(bars, threshold)
    if ends is None:
        return None
    begin, end = ends
    ratio = (*params.FIBONACCI, *params.EXTENSIONS)[candidate.rank - 1]
    found = inputs(
        given("begin", begin, POINTS, "last pivot but one"), given("end", end, POINTS, "last pivot"),
        given("ratio", ratio),
    )  # fmt: skip
    if ratio > 1:
        return Origin("Extension of the last confirmed swing.", "begin + ratio * (end - begin)", found)
    return Origin("Retracement of the last confirmed swing.", "end - ratio * (end - begin)", found)


def _round(run: LevelsRun, candidate: Candidate) -> Origin | None:
    found = inputs(
        given("anchor", run.memory.anchor, POINTS, "the session's first spot, to 100 points"),
        given("rank", candidate.rank),
    )
    return Origin("A multiple of 25 points near spot.", "anchor + 25 * rank", found, rounding=0.0)


def _spy(run: LevelsRun, candidate: Candidate) -> Origin | None:
    gex, bars = run.memory.gex[1], run.snapshot.bars.get("SPY")
    day = None if bars is None else previous_day(bars, run.snapshot.session.date)
    name = candidate.kind.removeprefix("spy_")
    if name in ("pdh", "pdl", "pdc"):
        price = None if day is None else getattr(day, {"h": "high", "l": "low", "c": "close"}[name[2]])
        source = "previous session of SPY"
    else:
        field = "flip_point" if name == "flip" else name
        price, source = None if gex is None else getattr(gex, field), f"gex:SPY.{field}"
    found = inputs(
        given("price", price, "USD", source), given("ratio", run.memory.ratio, "", "basis:update.ratio"),
        given("step", params.SPY_STEP, POINTS),
    )  # fmt: skip
    return Origin("The price of SPY times SPX over SPY, to a tenth.", "round(price * ratio / step) * step", found)


def _own(run: LevelsRun, candidate: Candidate) -> Origin | None:
    found = inputs(given("told", candidate.price, POINTS, candidate.source))
    return Origin("As it was typed or imported.", "told", found, rounding=0.0)


def _minutes(columns: BarColumns, column: str, begin: int, end: int) -> tuple[Row, ...]:
    chosen = (columns.start >= begin) & (columns.start < end)
    pairs = zip(columns.start[chosen].tolist(), getattr(columns, column)[chosen].tolist(), strict=True)
    return rows((f"{to_exchange(start):%H:%M}", value) for start, value in pairs)


MAKERS: Mapping[str, Maker] = {
    **dict.fromkeys(GEX_PATHS, _gex),
    **dict.fromkeys(("em_high", "em_low"), _expected),
    **dict.fromkeys(("pdh", "pdl", "pdc", "pwh", "pwl", "pwc", "pmh", "pml", "pmc"), _period),
    "day_open": _open,
    "pivot_": _pivot,
    **dict.fromkeys(("onh", "onl"), _overnight),
    **dict.fromkeys(("or_high", "or_low", "ib_high", "ib_low"), _range),
    **dict.fromkeys(SIGMAS, _vwap),
    **dict.fromkeys(NAMES, _anchored),
    **dict.fromkeys(("poc", "vah", "val"), _profile),
    "fib_": _fib,
    "fibx_": _fib,
    "round": _round,
    "spy_": _spy,
    "own": _own,
    "vendor": _own,
}
