"""Result of the gex engine, on `gex:SPX` and `gex:SPY`. Exposures in USD of delta per +1 % spot move unless said."""

from functools import lru_cache

import msgspec

from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import StateChannel

_LEGACY = {
    "net_gex": "netGex",
    "flip_point": "flipPoint",
    "call_wall": "callWall",
    "put_wall": "putWall",
    "top_levels": "topLevels",
}


class StrikeGex(msgspec.Struct, frozen=True):
    """One strike over all expiries in scope; `put` is ≤ 0 in the standard sign model."""

    strike: float
    call: float
    put: float
    net: float
    call_oi: int
    put_oi: int


class TopLevel(msgspec.Struct, frozen=True, rename={"net_gex": "netGex"}):
    """One of the strongest strikes by |net|."""

    strike: float
    net_gex: float


class ExpiryGex(msgspec.Struct, frozen=True, kw_only=True):
    """One (root, expiry). `settles_at` ms; `minutes` to settlement; `forward` with the sd of its parity residuals."""

    root: str
    expiry: str
    settles_at: int
    minutes: float
    net: float
    call: float
    put: float
    gross: float
    share: float
    contracts: int
    forward: float | None
    forward_sd: float | None
    atm_iv: float | None
    max_pain: float | None


class Wall(msgspec.Struct, frozen=True, kw_only=True):
    """A wall by definition: `net` (argmax of net by strike on its side of spot) or `gross`; `share` of gross."""

    strike: float
    gex: float
    share: float
    definition: str


class Root(msgspec.Struct, frozen=True):
    """A root of the repriced profile; `slope` USD per 1 % per point, `stable` = gamma turns positive above it."""

    level: float
    slope: float
    stable: bool


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """Totals of a subset of expiries (`all 0dte next week monthly ex-0dte ex-next-opex`)."""

    net: float
    call: float
    put: float
    gross: float
    flip: float | None


class WallShare(msgspec.Struct, frozen=True):
    """How many of the draws have this strike as their wall."""

    strike: float
    share: float


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """Sign ensemble: share of draws with net > 0, quantiles of net, flip band, how steady the walls are.

    The flip band is `None` where under half the draws have a flip; `flip_share` says how many have one. call_walls,
    put_walls: every strike that is the wall of some draw, most frequent first; shares add up to less than 1 where draws
    have no wall. call_wall_share, put_wall_share: that of the first, `None` without one.
    """

    p_plus: float
    p10: float
    p50: float
    p90: float
    flip_p10: float | None
    flip_p90: float | None
    draws: int
    call_wall_share: float | None = None
    put_wall_share: float | None = None
    flip_share: float | None = None
    call_walls: tuple[WallShare, ...] = ()
    put_walls: tuple[WallShare, ...] = ()


class ExpectedMove(msgspec.Struct, frozen=True, kw_only=True):
    """To the settlement of the nearest expiry: the ATM straddle and the 1-sd range, in points; never mixed."""

    expiry: str
    minutes: float
    straddle: float | None
    one_sd: float | None


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """Of the listed contracts with open interest: how many entered, and which share of it they hold.

    iv_from_mid, iv_from_vendor, iv_from_last, iv_unbid, iv_filled: whose volatility the used ones have; last = of a
    last trade; unbid = of neighbours in strike, for a contract offered at a few ticks that nobody bids for, so that it
    is known to carry next to nothing; filled = of neighbours in strike. oi_valid_share: open interest of all of these
    but the filled ones, oi_filled_share of those.
    """

    contracts_total: int
    contracts_used: int
    oi_total: int
    oi_used_share: float
    iv_from_mid: int
    iv_from_vendor: int
    crossed: int
    iv_filled: int = 0
    iv_from_last: int = 0
    iv_unbid: int = 0
    oi_valid_share: float = 0.0
    oi_filled_share: float = 0.0


class HedgeFlow(msgspec.Struct, frozen=True, kw_only=True):
    """What dealers would trade to stay hedged if the market moved so, by full repricing; USD, positive = they buy.

    spot_share: move of the spot as a share of it. minutes: time passed. vol_points: change of every volatility, in
    points. gamma, charm, vanna: what each first-order effect explains of `flow`; residual: the rest, so that the four
    add up to it.
    """

    spot_share: float
    minutes: float
    vol_points: float
    flow: float
    gamma: float
    charm: float
    vanna: float
    residual: float


class HeatMap(msgspec.Struct, frozen=True, kw_only=True):
    """Net exposure by price and time to the close, nothing else changed. times in ms; net: [time][level]."""

    levels: tuple[float, ...]
    times: tuple[int, ...]
    net: tuple[tuple[float, ...], ...]


class StrikeGrid(msgspec.Struct, frozen=True, kw_only=True):
    """Net exposure by strike (ascending, around spot) and expiry date: the nearest `dates` one by one, all roots.

    net: [strike][date], later: what expires after them; whole dollars, together the strike's net over all expiries.
    """

    dates: tuple[str, ...]
    strikes: tuple[float, ...]
    net: tuple[tuple[float, ...], ...]
    later: tuple[float, ...]


class GexChange(msgspec.Struct, frozen=True, kw_only=True):
    """What the last minutes changed, from `since` to `until` (ms): five minutes, less where less is known.

    Price, time, volatilities and open interest are all in it. net: of the total. times, nets: the total in between,
    last the present one. strikes, by_strike: change by strike, those known at both ends.
    """

    since: int
    until: int
    net: float
    times: tuple[int, ...]
    nets: tuple[float, ...]
    strikes: tuple[float, ...]
    by_strike: tuple[float, ...]


class GexHistory(msgspec.Struct, frozen=True, kw_only=True):
    """Of earlier sessions, as the ledger has them: net exposure of SPX at a minute, a day each.

    minutes: by exchange time ("10:42"), ascending.
    """

    minutes: dict[str, tuple[float, ...]] = {}


class GexRank(msgspec.Struct, frozen=True, kw_only=True):
    """Net exposure among the same minute of earlier days: more than `below` of `days`.

    percentile: 0–1, `None` with a `reason` where too few days are known.
    """

    minute: str
    days: int = 0
    below: int = 0
    percentile: float | None = None
    reason: str | None = None


class View(msgspec.Struct, frozen=True, kw_only=True):
    """The same gammas over another count than open interest; never added to it. `reason` where the count is unknown.

    name: `volume` (contracts traded today, an activity map: no position) or `flow-adjusted` (open interest moved by
    classified trades). contracts: how many were counted.
    """

    name: str
    net: float | None
    call: float | None
    put: float | None
    flip: float | None
    contracts: int
    reason: str | None = None


class Combined(msgspec.Struct, frozen=True, kw_only=True):
    """Several products in dollars, the strikes of the others mapped to SPX by their live `ratios`.

    flip: nearest root of the sum of the repriced profiles, each at its own price. by_strike: on SPX strikes, ascending.
    """

    symbols: tuple[str, ...]
    ratios: dict[str, float]
    net: float
    call: float
    put: float
    gross: float
    flip: float | None
    flip_reason: str | None
    call_wall: float | None
    put_wall: float | None
    by_strike: tuple[StrikeGex, ...]


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """What the numbers stand on. Ages in seconds at the time of the computation; forwards: expiries by source.

    worst_forward_sd: largest sd of parity residuals among forwards by parity, points.
    """

    sign_model: str
    source: str
    delay_s: float
    spot_age_s: float | None
    quotes_age_s: float | None
    forwards: dict[str, int]
    worst_forward_sd: float | None


class GexResult(msgspec.Struct, frozen=True, kw_only=True, rename=_LEGACY):
    """Gamma exposure of one symbol. Where `reason` is set the numbers it speaks of are `None` or empty.

    `flip_point` is the root of the repriced profile nearest to spot, `flip_reason` says why there is none.
    `spot_source`: index, parity, last trades, spy_ratio, chain, given, none. `definition` names formula and version.
    `profile` is [(spot, net)] for drawing. `dex` is delta notional in the customers' sign, `dealer_dex` in the dealers'
    by the sign model; `vanna` is per +1 volatility point, `charm` per calendar day, `charm_to_close` its sum until the
    close at an unchanged price, `speed` the change of net for a further +1 %. `volume_view` and `flow_view` stand
    beside the numbers by open interest, `combined` adds other products to those of SPX. `change` is `None` while
    nothing is known from half a minute ago or longer, `rank` where no net is known and for all but SPX.
    """

    symbol: str
    spot: float | None
    spot_source: str
    net_gex: float | None
    call_gex: float | None
    put_gex: float | None
    gross_gex: float | None
    flip_point: float | None
    flip_reason: str | None
    flips: tuple[Root, ...]
    call_wall: float | None
    put_wall: float | None
    call_walls: tuple[Wall, ...]
    put_walls: tuple[Wall, ...]
    wall_reason: str | None
    absolute_gamma_strike: float | None
    top_levels: tuple[TopLevel, ...]
    by_strike: tuple[StrikeGex, ...]
    by_expiry: tuple[ExpiryGex, ...]
    scopes: dict[str, Scope]
    profile: tuple[tuple[float, float], ...]
    dex: float | None
    vanna: float | None
    charm: float | None
    band: Band | None
    expected_move: ExpectedMove | None
    atm_iv: float | None
    coverage: Coverage | None
    open_interest_date: str | None
    quotes_at: int | None
    definition: str
    warnings: tuple[str, ...] = ()
    reason: str | None = None
    dealer_dex: float | None = None
    speed: float | None = None
    charm_to_close: float | None = None
    hedge_flows: tuple[HedgeFlow, ...] = ()
    heat: HeatMap | None = None
    volume_view: View | None = None
    flow_view: View | None = None
    combined: Combined | None = None
    combined_reason: str | None = None
    quality: Quality | None = None
    grid: StrikeGrid | None = None
    change: GexChange | None = None
    rank: GexRank | None = None


class GexBoard(msgspec.Struct, frozen=True, kw_only=True):
    """Both symbols; one without a chain has nothing but its reason."""

    symbols: dict[str, GexResult]
    reason: str | None = None


HISTORY_FACT = "gex.history"
"""Name of the fact that holds a `GexHistory`."""
GEX: ResultKey[GexBoard] = ResultKey("gex")


@lru_cache(maxsize=1024)
def gex_channel(symbol: str) -> StateChannel[GexResult]:
    """`gex:SPX` or `gex:SPY`."""
    return StateChannel(f"gex:{symbol}", "spx_gex", GexResult)
