"""Synthetic values of every channel of the desk, by a step number: the same on every machine, and always moving."""

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from spxcc.engines.bars.result import WireBar, bars_channel
from spxcc.engines.basis.result import BASIS, Basis
from spxcc.engines.clusters.result import CLUSTERS, ClustersResult, Zone
from spxcc.engines.coach.result import COACH_MESSAGE, CoachMessage
from spxcc.engines.flow.result import FLOW_ALERT, FLOW_SUMMARY, FlowAlert, FlowSummary, FlowWindow
from spxcc.engines.gex.result import Band, ExpectedMove, ExpiryGex, GexResult, StrikeGex, gex_channel
from spxcc.engines.health.result import HEALTH, ChannelHealth, Health
from spxcc.engines.levels.result import LEVELS_UPDATE, Category, Level
from spxcc.engines.prediction.result import PREDICTION, Horizon, Prediction
from spxcc.engines.price.result import Price, price_channel
from spxcc.engines.regime.result import REGIME, Regime
from spxcc.engines.session.result import STATUS, Status
from spxcc.engines.setups.result import SETUPS_UPDATE, Check, Setup
from spxcc.market.units import UnixMillis
from spxcc.protocol.channel import Channel

OPEN_MS: UnixMillis = 1_795_098_600_000
"""2026-11-19 09:30 in New York."""
START_MS = OPEN_MS + 300 * 60_000
SPOT = 6885.0
RATIO = 10.0359
MINUTE_MS = 60_000
STRIKES = range(6400, 7405, 5)
PLACES: tuple[tuple[str, str, Category, float], ...] = (
    ("CW", "call_wall", "options", 20.0), ("PW", "put_wall", "options", -15.0), ("ZG", "flip", "options", 5.0),
    ("VWAP", "vwap", "intraday", 13.5), ("ORL", "or_low", "intraday", -5.0), ("ORH", "or_high", "intraday", 17.0),
    ("PDH", "pdh", "structural", 40.0), ("PDL", "pdl", "structural", -32.0), ("PDC", "pdc", "structural", -12.4),
)  # fmt: skip
Published = tuple[Channel, Any]


def path(x: float) -> float:
    """Index points around `SPOT` at step `x` of minutes."""
    return SPOT + 9 * math.sin(x / 35) + 4 * math.sin(x / 11 + 1) + 1.5 * math.sin(x / 3)


def price(symbol: str, step: int, now_ms: UnixMillis) -> Published:
    """A price that differs from the one before by up to half a point. Its volume is the step, to know it again by."""
    level = path(300 + step / 400) + 0.08 * (step * 3 % 7)
    last = {"SPX": level, "SPY": level / RATIO, "VIX": 16 + 0.01 * (step % 40)}[symbol]
    close = 6873.4 if symbol == "SPX" else 684.9 if symbol == "SPY" else 16.4
    value = Price(
        symbol=symbol, price=round(last, 2), change=round(last - close, 2),
        change_pct=round((last / close - 1) * 100, 2), volume=float(step), timestamp="2026-11-19T19:30:00Z",
        source="bench", ts_event=now_ms, feed_age_ms=0, session="open", previous_close=close,
    )  # fmt: skip
    return price_channel(symbol), value


def gex(step: int, now_ms: UnixMillis) -> Published:
    """A chain of two hundred strikes whose exposures breathe."""
    breath = 1 + 0.05 * math.sin(step / 5)
    rows = []
    for strike in STRIKES:
        away = strike - SPOT
        weight = math.exp(-((away / 60) ** 2)) * (3 if strike % 25 == 0 else 1) * breath
        call, put = 0.12e9 * weight * (1.4 if away > 0 else 0.3), -0.14e9 * weight * (0.3 if away > 0 else 1.5)
        rows.append(StrikeGex(float(strike), call, put, call + put, 1000 + strike % 90, 900 + strike % 70))
    calls, puts = sum(row.call for row in rows), sum(row.put for row in rows)
    expiries = tuple(_expiry(f"2026-11-{19 + at}", calls, puts, 0.5 / (at + 1)) for at in range(8))
    value = GexResult(
        symbol="SPX", spot=SPOT, spot_source="index", net_gex=calls + puts, call_gex=calls, put_gex=puts,
        gross_gex=calls - puts, flip_point=6890.0, flip_reason=None, flips=(), call_wall=6905.0, put_wall=6870.0,
        call_walls=(), put_walls=(), wall_reason=None, absolute_gamma_strike=6875.0, top_levels=(),
        by_strike=tuple(rows), by_expiry=expiries, scopes={}, profile=(), dex=1e9, vanna=1e8, charm=1e8,
        band=Band(p_plus=0.31, p10=-1.9e9, p50=-0.6e9, p90=0.4e9, flip_p10=6884.0, flip_p90=6893.0, draws=256),
        expected_move=ExpectedMove(expiry="2026-11-19", minutes=88, straddle=30.2, one_sd=38.0), atm_iv=0.14,
        coverage=None, open_interest_date="2026-11-18", quotes_at=now_ms, definition="spxcc-gex/1",
    )  # fmt: skip
    return gex_channel("SPX"), value


def _expiry(day: str, calls: float, puts: float, share: float) -> ExpiryGex:
    return ExpiryGex(
        root="SPXW", expiry=day, settles_at=START_MS + 5_273_000, minutes=88.0, net=(calls + puts) * share,
        call=calls * share, put=puts * share, gross=(calls - puts) * share, share=share, contracts=402, forward=SPOT,
        forward_sd=0.1, atm_iv=0.141, max_pain=6885.0,
    )  # fmt: skip


def bars(symbol: str, step: int, now_ms: UnixMillis) -> Published:
    """The minutes of the session so far; the last one moves."""
    first, last = OPEN_MS // MINUTE_MS, now_ms // MINUTE_MS
    made = [_bar(symbol, minute, 0.0) for minute in range(first, last)]
    return bars_channel(symbol), [*made, _bar(symbol, last, 0.2 * (step % 9))]


@lru_cache(maxsize=4096)
def _bar(symbol: str, minute: int, moved: float) -> WireBar:
    """Kept, so that making bars is no part of what is measured."""
    scale, x = 1.0 if symbol == "SPX" else 1 / RATIO, minute - OPEN_MS // MINUTE_MS
    o, c = path(x), path(x + 1) + moved
    o, high, low, c = (round(each * scale, 2) for each in (o, max(o, c) + 0.6, min(o, c) - 0.6, c))
    return WireBar("1m", minute * MINUTE_MS, o, high, low, c, float(600 + x % 380), "bench")


def levels(step: int, now_ms: UnixMillis) -> Published:
    """Four dozen levels; the dynamic ones move."""
    made = [
        _level(f"L{at}", name, kind, category, SPOT + away + (0.1 * (step % 5) if kind == "vwap" else 0.0), now_ms)
        for at, (name, kind, category, away) in enumerate(PLACES)
    ]
    made += [_level(f"R{at}", f"R{at}", "round", "structural", 6800.0 + 5 * at, now_ms) for at in range(39)]
    return LEVELS_UPDATE, made


def _level(name: str, label: str, kind: str, category: Category, at: float, now_ms: UnixMillis) -> Level:
    return Level(
        id=name, kind=kind, label=label, category=category, family="gamma", scope="0dte", price=round(at, 2), band=1.0,
        strength=0.6, touches=3, held=2, first_seen=OPEN_MS, as_of=now_ms, source="chain",
    )  # fmt: skip


def alert(step: int, now_ms: UnixMillis) -> Published:
    """One print, never the same twice."""
    value = FlowAlert(
        id=f"f{step}", type="sweep" if step % 2 else "block", symbol="SPX", strike=6900.0 - step % 9 * 5,
        expiry="2026-11-19", right="C" if step % 3 else "P", size=420 + step % 371, price=4.1, direction="buy",
        premium=172_000.0 + 910 * (step % 97), side="buy" if step % 4 else "sell", side_confidence=0.9, condition="",
        package=None, prints=4, ts_event=now_ms,
    )  # fmt: skip
    return FLOW_ALERT, [value]


def summary(step: int, now_ms: UnixMillis) -> Published:
    """Premium of three windows."""
    windows = tuple(
        FlowWindow(
            minutes=span, call_bought=4.1e6 + 1e4 * step, call_sold=2.9e6, put_bought=1.2e6, put_sold=0.8e6,
            unknown=0.5e6, prints=61 + step,
        )
        for span in (5, 15, 30)
    )  # fmt: skip
    return FLOW_SUMMARY, FlowSummary(kind="prints", label="≥ $150K", windows=windows)


def setups(step: int, now_ms: UnixMillis) -> Published:
    """Three observations; the first one's expiry moves."""
    checks = tuple(Check(name=name, ok=True, value="0.74", need="≥ 0.70") for name in ("damping", "wall age", "flow"))
    made = [
        Setup(
            id=f"s{at}", kind="fade_at_wall", side="short", state="ready" if at == 0 else "forming", level_id="L0",
            level_label="CW", level_price=6905.0, entry=6904.0, stop=6909.0, t1=6890.0, t2=6880.0, r1=2.4, r2=4.4,
            checks=checks, passed=2, total=3, needs="a 1m close back inside 6,905", created=START_MS - 600_000,
            updated=now_ms, expires=START_MS + 900_000 + 1000 * step, reason="price near the wall", history=(),
            rules_version="bench", null_probability=0.43,
        )
        for at in range(3)
    ]  # fmt: skip
    return SETUPS_UPDATE, made


def regime(step: int, now_ms: UnixMillis) -> Published:
    """The word and its axes."""
    value = Regime(
        regime="ranging", direction="neutral", probability=None, magnitude=12.0, gamma="negative", damping=0.31,
        efficiency=round(0.2 + 0.001 * (step % 50), 3), expected_move_used=0.61, minutes_in_state=18,
        since=START_MS - 18 * MINUTE_MS, evidence=(), session_move=38.0,
    )  # fmt: skip
    return REGIME, value


def basis(step: int, now_ms: UnixMillis) -> Published:
    """SPX against SPY."""
    value = Basis(
        basis=round(1.9 + 0.01 * (step % 20), 2), trend="stable", leading="neutral", timestamp="2026-11-19T19:30:00Z",
        parity_spot=6885.5, parity_basis=0.36, ratio=RATIO, ema_5m=1.9, ema_20m=1.8, z=-0.6, basis10=24.0,
        correlation=0.2,
    )  # fmt: skip
    return BASIS, value


def clusters(step: int, now_ms: UnixMillis) -> Published:
    """One zone."""
    zone = Zone(
        id="Z1", low=6904.0, high=6906.0, price=6905.0, families=("gamma", "round", "pivots", "structural"),
        level_ids=("L0",), labels=("CW",), score=round(0.7 + 0.001 * (step % 99), 3), type="fortress",
    )  # fmt: skip
    return CLUSTERS, ClustersResult(zones=(zone,), radius=1.5)


def cone(step: int, now_ms: UnixMillis) -> Published:
    """Where the price may stand in a quarter of an hour and at the close."""
    horizons = []
    for label, minutes, sd in (("15m", 15, 6.1), ("close", 88, 14.2 + 0.01 * (step % 20))):
        horizons.append(
            Horizon(
                label=label, minutes=minutes, at=now_ms + minutes * MINUTE_MS, low1=SPOT - sd, high1=SPOT + sd,
                low2=SPOT - 2 * sd, high2=SPOT + 2 * sd, one_sd=sd,
            )
        )  # fmt: skip
    return PREDICTION, Prediction(spot=SPOT, sigma=0.14, horizons=tuple(horizons), next_up=None, next_down=None)


def health(step: int, now_ms: UnixMillis) -> Published:
    """Counters."""
    channels = {"levels:update": ChannelHealth("ok")}
    return HEALTH, Health(channels=channels, feeds={"bench": now_ms}, events=step, stale_ticks=0, rejected=0)


def message(step: int, now_ms: UnixMillis) -> Published:
    """One sentence."""
    value = CoachMessage(
        id=f"m{step}", type="guidance", content="6,890 zero gamma crossed downward; expected move 61 % used.",
        setup_id=None, priority="low", cites=(), falsifier="a 1m close above 6,892", expires=now_ms + 600_000,
        ts=now_ms,
    )  # fmt: skip
    return COACH_MESSAGE, [value]


def status() -> Published:
    """Open, simulated."""
    value = Status(
        status="open", session="2026-11-19", message="Open until 16:00 ET", next_open="2026-11-20T14:30:00+00:00",
        next_close="2026-11-19T21:00:00+00:00", mode="sim", feeds={"bench": "ok"},
    )  # fmt: skip
    return STATUS, value


def opening(now_ms: UnixMillis = START_MS) -> Iterator[Published]:
    """Every channel once."""
    yield status()
    yield from (price(symbol, 0, now_ms) for symbol in ("SPX", "SPY", "VIX"))
    yield from (bars(symbol, 0, now_ms) for symbol in ("SPX", "SPY"))
    for make in (gex, levels, summary, setups, regime, basis, clusters, cone, health, message):
        yield make(0, now_ms)
    yield from (alert(-at, now_ms - 9_000 * at) for at in range(20, 0, -1))


def busy(step: int, now_ms: UnixMillis) -> Published:
    """Message number `step` of the busy desk. Of two hundred: 4 chains, 50 prices, 130 prints, and the rest in turn."""
    at = step % 200
    if at % 50 == 0:
        return gex(step // 50, now_ms)
    if at % 4 == 1:
        return price(("SPX", "SPX", "SPY", "SPX", "VIX")[at // 4 % 5], step, now_ms)
    if at % 13 == 0:
        makers = (levels, summary, setups, regime, basis, clusters, cone, health, message)
        return makers[(step // 200 + at // 13) % len(makers)](step, now_ms)
    if at % 100 == 51:
        return bars("SPX" if at == 51 else "SPY", step, now_ms)
    return alert(step + 1, now_ms)
