"""A believable afternoon for the screen: fixed numbers, made without randomness."""

import functools
import math

from spxcc.engines.bars.result import WireBar, bars_channel
from spxcc.engines.basis.result import BASIS, Basis
from spxcc.engines.clusters.result import CLUSTERS, ClustersResult, Zone
from spxcc.engines.coach.result import COACH_MESSAGE, CoachMessage
from spxcc.engines.flow.result import FLOW_ALERT, FLOW_SUMMARY, FlowAlert, FlowSummary, FlowWindow
from spxcc.engines.gex.result import Band, ExpectedMove, ExpiryGex, GexResult, StrikeGex, WallShare, gex_channel
from spxcc.engines.health.result import HEALTH, ChannelHealth, Health
from spxcc.engines.levels.result import LEVELS_UPDATE, Category, Level
from spxcc.engines.prediction.result import PREDICTION, Horizon, Prediction
from spxcc.engines.price.result import Price, price_channel
from spxcc.engines.regime.result import REGIME, Regime
from spxcc.engines.session.result import STATUS, Status
from spxcc.engines.setups.result import SETUPS_UPDATE, Check, Setup, State
from spxcc.market.candles import Candle
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos, to_millis
from tests.fakes.gex_full import completed
from tests.fakes.store import FakeConnection, FakeController, FakeStore

NOW: UnixNanos = 1_795_116_727 * NANOS_PER_SECOND
"""2026-11-19 14:32:07 in New York."""
LAST = 6885.86
LABEL = "SPY × 10.0359"


def minutes(count: int = 300, until: UnixNanos = NOW, last: float = LAST, scale: float = 1.0) -> list[Candle]:
    """`count` minute candles that end in the minute of `until` with close `last`."""
    return list(_minutes(count, until, last, scale))


@functools.cache
def _minutes(count: int, until: UnixNanos, last: float, scale: float) -> tuple[Candle, ...]:
    start = until // NANOS_PER_MINUTE * NANOS_PER_MINUTE - (count - 1) * NANOS_PER_MINUTE

    def path(at: float) -> float:
        x = at / 60
        return 9 * math.sin(x * 1.7) + 4 * math.sin(x * 5.3 + 1) + 1.5 * math.sin(x * 19) + 3 * math.cos(x)

    shift = last - path(count)
    candles = []
    for at in range(count):
        o, c = shift + path(at), shift + path(at + 1)
        wick = 0.4 + 0.9 * abs(math.sin(at * 2.1))
        volume = 600 + 380 * abs(math.sin(at * 0.7)) + 200 * abs(math.cos(at * 0.13))
        high, low = max(o, c) + wick, min(o, c) - wick
        prices = [round(value * scale, 2) for value in (o, high, low, c)]
        candles.append(
            Candle(start + at * NANOS_PER_MINUTE, prices[0], prices[1], prices[2], prices[3], float(round(volume)))
        )
    return tuple(candles)


@functools.cache
def wire_minutes() -> tuple[WireBar, ...]:
    """The candles of `minutes` as they are sent."""
    return tuple(
        WireBar("1m", one.start // 1_000_000, one.open, one.high, one.low, one.close, one.volume, LABEL)
        for one in minutes()
    )


def price(symbol: str = "SPX", last: float = LAST, at: UnixNanos = NOW, source: str = "sim") -> Price:
    """A price with its change."""
    close = round(last - 12.41, 2)
    return Price(
        symbol=symbol, price=last, change=round(last - close, 2), change_pct=round((last / close - 1) * 100, 2),
        volume=0.0, timestamp="2026-11-19T19:32:07Z", source=source, ts_event=to_millis(at), feed_age_ms=40,
        session="open", previous_close=close,
    )  # fmt: skip


def expiry(day: str, net: float, share: float) -> ExpiryGex:
    """One expiry of the chain."""
    return ExpiryGex(
        root="SPXW", expiry=day, settles_at=to_millis(NOW) + 5_273_000, minutes=88.0, net=net, call=1e9, put=net - 1e9,
        gross=2e9, share=share, contracts=210, forward=LAST, forward_sd=0.1, atm_iv=0.141, max_pain=6885.0,
    )  # fmt: skip


@functools.cache
def gex(flip: float | None = 6890.0, reason: str | None = None) -> GexResult:
    """Calls above, puts below, in steps of five points."""
    rows = []
    for strike in range(6700, 7105, 5):
        distance = strike - 6885
        weight = math.exp(-((distance / 40) ** 2)) * (3 if strike % 25 == 0 else 1)
        call = 0.12e9 * weight * (1.4 if distance > 0 else 0.3)
        put = -0.14e9 * weight * (0.3 if distance > 0 else 1.5)
        rows.append(StrikeGex(float(strike), call, put, call + put, 1000, 1000))
    call_sum, put_sum = sum(row.call for row in rows), sum(row.put for row in rows)
    empty = reason is not None
    expiries = () if empty else (expiry("2026-11-19", -0.4e9, 0.63), expiry("2026-11-20", -0.3e9, 0.37))
    found = GexResult(
        symbol="SPX", spot=LAST, spot_source="index", net_gex=None if empty else call_sum + put_sum,
        call_gex=None if empty else call_sum, put_gex=None if empty else put_sum,
        gross_gex=None if empty else call_sum - put_sum, flip_point=flip,
        flip_reason=None if flip is not None else "no sign change within ±15 %", flips=(),
        call_wall=None if empty else 6905.0, put_wall=None if empty else 6870.0, call_walls=(), put_walls=(),
        wall_reason=None, absolute_gamma_strike=6875.0, top_levels=(), by_strike=() if empty else tuple(rows),
        by_expiry=expiries, scopes={}, profile=(), dex=None, vanna=None, charm=None,
        band=None if empty else Band(p_plus=0.31, p10=-1.9e9, p50=-0.6e9, p90=0.4e9, flip_p10=6884.0, flip_p90=6893.0,
                                     draws=256, call_wall_share=0.62, put_wall_share=0.4,
                                     call_walls=(WallShare(6905.0, 0.62), WallShare(6900.0, 0.3)),
                                     put_walls=(WallShare(6875.0, 0.4), WallShare(6870.0, 0.35))),
        expected_move=ExpectedMove(expiry="2026-11-19", minutes=88, straddle=30.2, one_sd=38.0), atm_iv=0.14,
        coverage=None, open_interest_date="2026-11-18", quotes_at=to_millis(NOW), definition="net-standard/1",
        reason=reason,
    )  # fmt: skip
    return completed(found, to_millis(NOW))


def level(
    name: str, kind: str, price_: float, category: Category = "options", strength: float = 0.6, touches: int = 0
) -> Level:
    """A level."""
    return Level(
        id=f"L-{kind}", kind=kind, label=name, category=category, family="gamma", scope="0dte", price=price_, band=1.0,
        strength=strength, touches=touches, held=max(touches - 1, 0), first_seen=to_millis(NOW) - 3_600_000,
        as_of=to_millis(NOW), source="chain",
    )  # fmt: skip


def levels() -> list[Level]:
    """Eight levels of four categories."""
    return [
        level("CALL WALL", "call_wall", 6905.0, "options", 0.9, 4),
        level("ZERO GAMMA", "flip", 6890.0, "options", 0.7, 2),
        level("PUT WALL", "put_wall", 6870.0, "options", 0.9),
        level("VWAP", "vwap", 6898.5, "intraday", 0.5, 6),
        level("OR LOW", "or_low", 6880.0, "intraday", 0.5, 3),
        level("PDH", "pdh", 6925.0, "structural", 0.6, 1),
        level("FIB .5", "fib_500", 6879.6, "fibonacci", 0.3),
        level("ROUND 6,900", "round", 6900.0, "structural", 0.4, 2),
    ]


def setup(name: str = "s1", state: State = "ready", side: str = "short", probability: float | None = None) -> Setup:
    """A setup with prices."""
    return Setup(
        id=name, kind="fade_at_wall", side="short" if side == "short" else "long", state=state, level_id="L-call_wall",
        level_label="CALL WALL", level_price=6905.0, entry=6904.0, stop=6909.0, t1=6890.0, t2=6880.0, r1=2.4, r2=4.4,
        checks=(
            Check(name="damping", ok=True, value="P⁺ 0.74", need="≥ 0.70"),
            Check(name="wall age", ok=True, value="22 min", need="≥ 10 min"),
            Check(name="flow", ok=None, value="–", need="≤ 65 % opposing"),
        ),
        passed=2, total=3, needs="a 1m close back inside 6,905", created=to_millis(NOW) - 600_000,
        updated=to_millis(NOW), expires=to_millis(NOW) + 370_000, reason="price within 0.35·E15 of the wall",
        history=(), rules_version="abc123", probability=probability, n=0, null_probability=0.43,
    )  # fmt: skip


def flow_alert(at: int, name: str) -> FlowAlert:
    """A print `at` seconds before now."""
    call = at % 3 != 0
    return FlowAlert(
        id=name, type="sweep" if at % 2 else "block", symbol="SPX", strike=6900.0 - at % 5 * 5, expiry="2026-11-19",
        right="C" if call else "P", size=420 + 37 * at, price=4.1, direction="buy", premium=172_000.0 + 9_100 * at,
        side="buy" if at % 4 else "sell", side_confidence=0.9, condition="", package=None, prints=4,
        ts_event=to_millis(NOW) - 9_000 * at,
    )  # fmt: skip


def coach_message(name: str, kind: str = "guidance", ago_s: int = 60, text: str = "") -> CoachMessage:
    """A message with its falsifier."""
    content = text or "6,890 zero gamma crossed downward 14:31, 4.1 points below; expected move 61 % used."
    return CoachMessage(
        id=name, type="alert" if kind == "alert" else "setup" if kind == "setup" else "guidance", content=content,
        setup_id=None, priority="high", cites=(), falsifier="a 1m close above 6,892", expires=to_millis(NOW) + 600_000,
        ts=to_millis(NOW) - ago_s * 1000,
    )  # fmt: skip


def status(mode: str = "sim", phase: str = "open") -> Status:
    """Market status."""
    return Status(
        status="open" if phase == "open" else "closed", session="2026-11-19", message="Open until 16:00 ET",
        next_open="2026-11-20T14:30:00+00:00", next_close="2026-11-19T21:00:00+00:00", mode=mode, feeds={"sim": "ok"},
    )  # fmt: skip


def regime() -> Regime:
    """Ranging in negative gamma."""
    return Regime(
        regime="ranging", direction="neutral", probability=None, magnitude=12.0, gamma="negative", damping=0.31,
        efficiency=0.22, expected_move_used=0.61, minutes_in_state=18, since=to_millis(NOW) - 18 * 60_000, evidence=(),
        session_move=38.0,
    )  # fmt: skip


def prediction() -> Prediction:
    """A cone to 15 minutes and to the close."""
    horizons = tuple(
        Horizon(label=label, minutes=minutes_, at=to_millis(NOW), one_sd=sd, low1=LAST - sd, high1=LAST + sd,
                low2=LAST - 2 * sd, high2=LAST + 2 * sd)
        for label, minutes_, sd in (("5m", 5.0, 3.5), ("15m", 15.0, 6.1), ("close", 88.0, 23.8))
    )  # fmt: skip
    return Prediction(spot=LAST, sigma=0.14, horizons=horizons, next_up=None, next_down=None)


def basis() -> Basis:
    """SPX against SPY."""
    return Basis(
        basis=1.93, trend="stable", leading="neutral", timestamp="2026-11-19T19:32:07Z", parity_spot=6885.5,
        parity_basis=0.36, ratio=10.0359, ema_5m=1.9, ema_20m=1.8, z=-0.6, basis10=24.0, correlation=0.2,
    )  # fmt: skip


def fill(store: FakeStore) -> None:
    """Every channel has its value."""
    store.put(STATUS, status())
    store.put(price_channel("SPX"), price())
    store.put(price_channel("SPY"), price("SPY", 686.12))
    store.put(price_channel("VIX"), price("VIX", 16.2))
    store.put_minutes("SPX", minutes())
    store.put_minutes("SPY", minutes(last=LAST + 2, scale=1 / 10.0359))
    store.put_items(bars_channel("SPX"), wire_minutes())
    store.put(gex_channel("SPX"), gex())
    store.put_items(LEVELS_UPDATE, levels())
    zone = Zone(
        id="Z1", low=6904.0, high=6906.0, price=6905.0, families=("gamma", "round", "pivots", "structural"),
        level_ids=("L-call_wall",), labels=("CALL WALL",), score=0.8, type="fortress",
    )  # fmt: skip
    store.put(CLUSTERS, ClustersResult(zones=(zone,), radius=1.5))
    store.put_items(SETUPS_UPDATE, [setup("s1"), setup("s2", "forming", "long"), setup("s3", "invalidated")])
    store.put_events(FLOW_ALERT, [flow_alert(at, f"f{at}") for at in range(30, 0, -1)])
    window = FlowWindow(
        minutes=15, call_bought=4.1e6, call_sold=2.9e6, put_bought=1.2e6, put_sold=0.8e6, unknown=0.5e6, prints=61
    )
    store.put(FLOW_SUMMARY, FlowSummary(kind="prints", label="≥ $150K", windows=(window,)))
    store.put_events(
        COACH_MESSAGE,
        [coach_message("m1", "guidance", 300), coach_message("m2", "setup", 120), coach_message("m3", "alert", 15)],
    )
    store.put(REGIME, regime())
    store.put(BASIS, basis())
    store.put(PREDICTION, prediction())
    channels = {"levels:update": ChannelHealth("ok")}
    store.put(
        HEALTH, Health(channels=channels, feeds={"sim": to_millis(NOW)}, events=12_345, stale_ticks=0, rejected=0)
    )


def full_desk() -> tuple[FakeStore, FakeController]:
    """A store with everything, and the time it is as of."""
    clock = FakeController(NOW)
    store = FakeStore(clock)
    fill(store)
    return store, clock


def empty_desk(connected: bool = True) -> tuple[FakeStore, FakeController]:
    """A store that heard nothing yet."""
    clock = FakeController(NOW)
    store = FakeStore(clock)
    if not connected:
        store.connect(FakeConnection("connecting", "attempt 1 to 127.0.0.1:8787"))
    return store, clock


def tick(store: FakeStore, last: float) -> None:
    """One price tick: the price frame and the forming bar."""
    store.book("SPX").tick(last)
    store.put(price_channel("SPX"), price(last=last, at=store.now()))
