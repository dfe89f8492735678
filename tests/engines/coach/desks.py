"""Builders of what the coach reads."""

from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from spxcc.engines.coach.compute import CoachMemory, compute
from spxcc.engines.coach.desk import Desk, desk_of
from spxcc.engines.coach.result import CoachMessage, CoachResult
from spxcc.engines.engine import Upstream
from spxcc.engines.flow.result import FLOW, FlowResult, FlowSummary, FlowWindow
from spxcc.engines.gex.result import GEX, GexBoard, GexResult, Wall
from spxcc.engines.instants import iso_utc
from spxcc.engines.levels.result import LEVELS, Level, LevelsResult
from spxcc.engines.prediction.compute import horizon
from spxcc.engines.prediction.result import PREDICTION_KEY, Prediction
from spxcc.engines.price.result import PRICES, Price, PriceBoard
from spxcc.engines.regime.result import REGIME_KEY, Regime
from spxcc.engines.setups.result import SETUPS, Setup, SetupsResult, Transition
from spxcc.market.feed import Mode
from spxcc.market.units import UnixNanos, to_millis
from tests.fakes.results import make_band, make_gex, make_level
from tests.fakes.snapshots import at, make_session, make_snapshot

NOW = at("10:30")
LEVEL_ROWS = (
    make_level("cw", 6050.0, kind="call_wall", label="CW"),
    make_level("pw", 5940.0, kind="put_wall", label="PW"),
    make_level("or", 6004.5, family="intraday", kind="opening_range", label="OR15+"),
    make_level("pdl", 5976.0, family="structural", kind="previous_day", label="PDL"),
)


def regime(word: str = "ranging", used: float | None = 0.31) -> Regime:
    """A regime with its evidence."""
    return msgspec.convert(
        {
            "regime": word, "direction": "neutral", "probability": None, "magnitude": 6.8, "gamma": "positive",
            "damping": 0.9, "efficiency": 0.21, "expected_move_used": used, "minutes_in_state": 12,
            "since": to_millis(NOW) - 720_000,
            "evidence": ("30-minute efficiency 0.21", "30-minute move −1.5 (−0.22 E30)"),
        },
        Regime,
    )  # fmt: skip


def setup(name: str = "s1", state: str = "ready", reason: str = "") -> Setup:
    """A fade of the call wall."""
    return msgspec.convert(
        {
            "id": name, "kind": "fade_at_wall", "side": "short", "state": state, "level_id": "cw", "level_label": "CW",
            "level_price": 6050.0, "entry": 6048.5, "stop": 6056.1, "t1": 6038.0, "t2": 6030.0, "r1": 1.4, "r2": 2.4,
            "checks": (), "passed": 5, "total": 6, "needs": "", "created": to_millis(NOW) - 60_000,
            "updated": to_millis(NOW), "expires": to_millis(NOW) + 600_000, "reason": reason,
            "history": (Transition(at=to_millis(NOW), state="ready", price=6049.0, reason=""),), "rules_version": "1",
        },
        Setup,
    )  # fmt: skip


def flow(kind: str = "prints") -> FlowSummary:
    """Totals of five minutes."""
    window = FlowWindow(
        minutes=5, call_bought=4_120_000.0, call_sold=172_400.0, put_bought=0.0, put_sold=950.0, unknown=1e6, prints=9
    )
    windows = (window,) if kind == "prints" else ()
    return FlowSummary(kind=msgspec.convert(kind, FlowSummary.__annotations__["kind"]), label="", windows=windows)


def gex(**changes: Any) -> GexResult:
    """Fresh gamma of SPX at 6,000 with E15 ≈ 4.8 points."""
    made = make_gex(
        band=make_band(0.9),
        call_walls=(Wall(strike=6050.0, gex=1e9, share=0.09, definition="net"),),
        put_walls=(Wall(strike=5940.0, gex=-1e9, share=0.07, definition="net"),),
    )
    return msgspec.structs.replace(made, **{"quotes_at": to_millis(NOW), **changes})


@dataclass(frozen=True)
class Scene:
    """Everything at one moment; `price` `None` = no SPX price."""

    as_of: UnixNanos = NOW
    price: float | None = 6000.0
    price_age_ms: int = 0
    gex: GexResult | None = field(default_factory=gex)
    levels: tuple[Level, ...] = LEVEL_ROWS
    regime: Regime | None = field(default_factory=regime)
    setups: tuple[Setup, ...] = ()
    flow: FlowSummary | None = field(default_factory=flow)
    mode: Mode = "live"
    close: str = "16:00"

    def at(self, clock: str, **changes: Any) -> "Scene":
        """The same a while later, its quotes as old as before."""
        moved = replace(self, as_of=at(clock), **changes)
        if moved.gex is None or moved.gex.quotes_at is None or self.gex is None or "gex" in changes:
            return moved
        quotes = moved.gex.quotes_at + to_millis(moved.as_of) - to_millis(self.as_of)
        return replace(moved, gex=msgspec.structs.replace(moved.gex, quotes_at=quotes))

    @property
    def results(self) -> dict[str, Any]:
        """By name of the engine."""
        given = {
            GEX.name: None if self.gex is None else GexBoard(symbols={"SPX": self.gex}),
            PRICES.name: PriceBoard(prices=() if self.price is None else (self._price(self.price),)),
            LEVELS.name: LevelsResult(levels=self.levels),
            REGIME_KEY.name: self.regime,
            SETUPS.name: SetupsResult(setups=self.setups),
            FLOW.name: None if self.flow is None else FlowResult(new=(), summary=self.flow),
            PREDICTION_KEY.name: self._prediction(),
        }
        return {name: result for name, result in given.items() if result is not None}

    @property
    def desk(self) -> Desk:
        """As the coach sees it."""
        return desk_of(self.results, self.as_of, make_session(self.as_of, close=self.close), self.mode)

    def _price(self, value: float) -> Price:
        happened = self.as_of - self.price_age_ms * 1_000_000
        return Price(
            symbol="SPX", price=value, change=round(value - 5990.0, 2), change_pct=None, volume=0.0,
            timestamp=iso_utc(happened), source="fake", ts_event=to_millis(happened), feed_age_ms=self.price_age_ms,
            session="open", previous_close=5990.0,
        )  # fmt: skip

    def _prediction(self) -> Prediction:
        spot = 6000.0 if self.price is None else self.price
        ahead = tuple(horizon(f"{each}m", each, self.as_of, spot, 0.15) for each in (5, 15, 30))
        return Prediction(spot=spot, sigma=0.15, horizons=ahead, next_up=None, next_down=None)


def step(scene: Scene, memory: CoachMemory) -> tuple[CoachResult, CoachMemory]:
    """One step of the engine."""
    snapshot = make_snapshot(scene.as_of, session=make_session(scene.as_of, close=scene.close), mode=scene.mode)
    return compute(snapshot, Upstream(scene.results), memory)


def play(*scenes: Scene) -> tuple[list[CoachMessage], CoachResult]:
    """All messages of the scenes one after another, and the last result."""
    memory, said = CoachMemory(), list[CoachMessage]()
    result: CoachResult | None = None
    for scene in scenes:
        result, memory = step(scene, memory)
        said += result.new
    assert result is not None, "give a scene"
    return said, result
