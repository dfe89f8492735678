"""What alerts look at: the few numbers of a step that their conditions speak of."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from spxcc.engines.agenda.result import AGENDA_KEY, Agenda
from spxcc.engines.bars.result import BARS, BarsResult
from spxcc.engines.basis.result import BASIS_KEY
from spxcc.engines.common import UnixMillis
from spxcc.engines.flow.result import FLOW, FlowAlert, FlowResult
from spxcc.engines.gex.result import GEX, GexResult
from spxcc.engines.prediction.result import PREDICTION_KEY
from spxcc.engines.price.result import PRICES
from spxcc.engines.regime.result import REGIME_KEY
from spxcc.engines.session.result import SESSION, Status
from spxcc.engines.setups.result import SETUPS, Setup
from spxcc.engines.sources import DELAY_S, DOWN_AFTER_S
from spxcc.engines.volatility import e_unit

SYMBOL = "SPX"
WINDOW_MINUTES = 5


class Extremes(NamedTuple):
    """A minute bar's start (ms), high and low."""

    start: UnixMillis
    high: float
    low: float


class Coming(NamedTuple):
    """An event of the calendar: when (ms) and what."""

    at: UnixMillis
    name: str


@dataclass(frozen=True, slots=True)
class Scene:
    """One step. Prices in index points, `None` where unknown; now, price_at, close_at in ms.

    e5: E(5). bars: the newest two minutes of the index. flip and walls: of quotes that are not old. move_used: % of the
    session's expected move. prints: those of this step. flow_score: 0–100, share of the signed premium of the last 5
    minutes that bought calls or sold puts. stale: why the feed counts as such. close_at: while the market is open.
    """

    now: UnixMillis
    price: float | None = None
    price_at: UnixMillis | None = None
    e5: float | None = None
    bars: tuple[Extremes, ...] = ()
    flip: float | None = None
    call_wall: float | None = None
    put_wall: float | None = None
    regime: str | None = None
    move_used: float | None = None
    setups: tuple[Setup, ...] = ()
    prints: tuple[FlowAlert, ...] = ()
    flow_score: float | None = None
    basis_z: float | None = None
    stale: str | None = None
    events: tuple[Coming, ...] = ()
    close_at: UnixMillis | None = None
    session: str = ""


def scene_of(
    results: Mapping[str, Any],
    ran: Collection[str],
    now: UnixMillis,
    silent: str | None = None,
) -> Scene:
    """From the engines' results by name; `ran`: those of this very step. silent: why no step comes any more."""
    board, gex_board, regime = (results.get(key.name) for key in (PRICES, GEX, REGIME_KEY))
    basis, prediction, setups = (results.get(key.name) for key in (BASIS_KEY, PREDICTION_KEY, SETUPS))
    status: Status | None = results.get(SESSION.name)
    flow: FlowResult | None = results.get(FLOW.name)
    last = None if board is None else next((one for one in board.prices if one.symbol == SYMBOL), None)
    gex = None if gex_board is None else _quoted(gex_board.symbols.get(SYMBOL), status, now)
    price = None if last is None else last.price
    sigma = None if prediction is None else prediction.sigma
    used = None if regime is None else regime.expected_move_used
    return Scene(
        now=now,
        price=price,
        price_at=None if last is None else last.ts_event,
        e5=e_unit(price, sigma, WINDOW_MINUTES),
        bars=newest_minutes(results.get(BARS.name)),
        flip=None if gex is None else gex.flip_point,
        call_wall=None if gex is None else gex.call_wall,
        put_wall=None if gex is None else gex.put_wall,
        regime=None if regime is None or regime.regime == "undetermined" else regime.regime,
        move_used=None if used is None else 100.0 * used,
        setups=() if setups is None else setups.setups,
        prints=flow.new if flow is not None and FLOW.name in ran else (),
        flow_score=None if flow is None else score_of(flow),
        basis_z=None if basis is None else basis.z,
        stale=silent or _stale_source(status),
        events=_coming(results.get(AGENDA_KEY.name)),
        close_at=_close_of(status),
        session="" if status is None else status.session,
    )


def newest_minutes(bars: BarsResult | None) -> tuple[Extremes, ...]:
    """The last two minute bars, oldest first; daily bars stand behind them."""
    found: list[Extremes] = []
    for bar in reversed(() if bars is None else bars.bars.get(SYMBOL, ())):
        if bar.tf == "1m":
            found.append(Extremes(bar.start, bar.h, bar.l))
            if len(found) == 2:
                break
    return tuple(reversed(found))


def score_of(flow: FlowResult) -> float | None:
    """Share of the signed premium that bought calls or sold puts, 0–100; `None` without any in the last minutes."""
    window = next((one for one in flow.summary.windows if one.minutes == WINDOW_MINUTES), None)
    if window is None:
        return None
    up, down = window.call_bought + window.put_sold, window.call_sold + window.put_bought
    return 100.0 * up / (up + down) if up + down > 0 else None


def _quoted(gex: GexResult | None, status: Status | None, now: UnixMillis) -> GexResult | None:
    """Gamma of quotes no older than setups take them: of older ones neither zero gamma nor a wall is known now."""
    if gex is None or gex.quotes_at is None:
        return None
    delay_s = DELAY_S if status is not None and status.mode == "delayed" else 0.0
    return gex if now - gex.quotes_at <= 1000 * (DOWN_AFTER_S + delay_s) else None


def _coming(agenda: Agenda | None) -> tuple[Coming, ...]:
    return () if agenda is None else tuple(Coming(one.at, one.name) for one in agenda.today)


def _stale_source(status: Status | None) -> str | None:
    if status is None or status.status != "open":
        return None
    return next((f"{name} is {state}" for name, state in status.feeds.items() if state != "ok"), None)


def _close_of(status: Status | None) -> UnixMillis | None:
    if status is None or status.status != "open":
        return None
    return int(datetime.fromisoformat(status.next_close).timestamp() * 1000)
