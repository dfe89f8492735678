"""`Desk`: the latest results as the coach reads them, with the age of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, TypeVar, cast

from spxcc.engines.agenda.result import AGENDA_KEY, Event
from spxcc.engines.coach import params
from spxcc.engines.coach.result import Cite
from spxcc.engines.engine import ResultKey
from spxcc.engines.flow.result import FLOW, FlowSummary
from spxcc.engines.gex.result import GEX, GexResult
from spxcc.engines.levels.result import LEVELS, Level
from spxcc.engines.prediction.result import PREDICTION_KEY, Prediction
from spxcc.engines.price.result import PRICES, Price
from spxcc.engines.regime.result import REGIME_KEY, Regime
from spxcc.engines.setups.result import SETUPS, SetupsResult
from spxcc.engines.sources import DELAY_S
from spxcc.engines.volatility import e_unit
from spxcc.market.session import SessionInfo, hours, previous_session
from spxcc.market.units import UnixMillis, UnixNanos, to_millis

R = TypeVar("R")
Gamma: TypeAlias = Literal["fresh", "stale", "refused"]
GEX_CHANNEL, PRICE_CHANNEL = "gex:SPX", "price:SPX"


@dataclass(frozen=True, slots=True)
class Desk:
    """What is known at `now`. A result that an engine did not give is `None`; `mode` "" = unknown.

    blackout: the event around which the rules ask for no new entry now. gamma: whether gamma may be spoken of: its
    inputs are fresh, older than the limit, or refused (absent, undated).
    """

    now: UnixMillis
    session: SessionInfo
    mode: str
    price: Price | None
    gex: GexResult | None
    gamma: Gamma
    gex_age_ms: int
    levels: tuple[Level, ...]
    regime: Regime | None
    setups: SetupsResult | None
    prediction: Prediction | None
    flow: FlowSummary | None
    blackout: Event | None = None

    @property
    def open(self) -> bool:
        """Regular hours."""
        return self.session.phase == "open"

    @property
    def price_age_ms(self) -> int:
        """Age of the SPX price; 0 without one."""
        return 0 if self.price is None else max(0, self.now - self.price.ts_event)

    @property
    def tag(self) -> str:
        """What every text on data that are not live begins with."""
        return "" if self.mode == "live" else f"[{self.mode or 'mode unknown'}] "

    def limit_ms(self, channel: str) -> int:
        """Oldest input of a channel that a sentence may rest on."""
        return oldest_ms(self.now, self.session, self.mode, channel)

    def spot(self) -> Cite | None:
        """The SPX price, else the spot that the gex engine found."""
        if self.price is not None:
            return self.of_price("price", self.price.price)
        if self.gex is not None and self.gex.spot is not None and self.gamma == "fresh":
            return self.of_gex("spot", self.gex.spot)
        return None

    def e(self, minutes: float) -> float | None:
        """E(minutes) in points by the gex engine's σ."""
        spot = self.spot()
        return None if spot is None or self.gex is None else e_unit(spot.value, self.gex.atm_iv, minutes)

    def of_price(self, path: str, value: float) -> Cite:
        """Cite of `price:SPX`."""
        return Cite(channel=PRICE_CHANNEL, id=path, value=value, age_ms=self.price_age_ms)

    def of_gex(self, path: str, value: float) -> Cite:
        """Cite of `gex:SPX`."""
        return Cite(channel=GEX_CHANNEL, id=path, value=value, age_ms=self.gex_age_ms)

    def of_minutes(self, channel: str, path: str, value: float) -> Cite:
        """Cite of what is made from the index's minutes: as old as its price."""
        return Cite(channel=channel, id=path, value=value, age_ms=self.price_age_ms)

    def of_now(self, channel: str, path: str, value: float) -> Cite:
        """Cite of what is known at this moment: the clock, a count, a rule."""
        return Cite(channel=channel, id=path, value=value, age_ms=0)


def desk_of(results: Mapping[str, Any], as_of: UnixNanos, session: SessionInfo, mode: str) -> Desk:
    """From the engines' latest results by name."""
    now = to_millis(as_of)
    board, prices = _get(results, GEX), _get(results, PRICES)
    gex = None if board is None else board.symbols.get("SPX")
    levels, flow, agenda = _get(results, LEVELS), _get(results, FLOW), _get(results, AGENDA_KEY)
    age = 0 if gex is None or gex.quotes_at is None else max(0, now - gex.quotes_at)
    return Desk(
        now=now,
        session=session,
        mode=mode,
        price=None if prices is None else next((one for one in prices.prices if one.symbol == "SPX"), None),
        gex=gex,
        gamma=_gamma(gex, age, oldest_ms(now, session, mode, GEX_CHANNEL)),
        gex_age_ms=age,
        levels=() if levels is None else levels.levels,
        regime=_get(results, REGIME_KEY),
        setups=_get(results, SETUPS),
        prediction=_get(results, PREDICTION_KEY),
        flow=None if flow is None else flow.summary,
        blackout=None if agenda is None else agenda.blackout,
    )


def oldest_ms(now: UnixMillis, session: SessionInfo, mode: str, channel: str) -> int:
    """Age limit of an input. A delayed feed may lag on top; outside regular hours the time since the last close too."""
    by_channel: Mapping[str, int] = params.LIMIT_MS.get(mode, {})
    limit = by_channel.get(channel, params.PLAIN_LIMIT_MS) + (int(DELAY_S * 1000) if mode == "delayed" else 0)
    if session.phase == "open":
        return limit
    closed = to_millis(session.close_at)
    if closed > now:
        before = hours(previous_session(session.date))
        assert before is not None, "previous_session gives sessions only"
        closed = to_millis(before.close_at)
    return limit + now - closed


def _gamma(gex: GexResult | None, age_ms: int, limit_ms: int) -> Gamma:
    if gex is None or gex.reason is not None or gex.quotes_at is None:
        return "refused"
    return "stale" if age_ms > limit_ms else "fresh"


def _get(results: Mapping[str, Any], key: ResultKey[R]) -> R | None:
    return cast("R | None", results.get(key.name))
