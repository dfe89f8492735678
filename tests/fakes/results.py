"""Builders of engine results for the engines that read them."""

from spxcc.engines.basis.result import BASIS_KEY, Basis
from spxcc.engines.clusters.result import CLUSTERS_KEY, ClustersResult
from spxcc.engines.engine import Outcome, Upstream
from spxcc.engines.gex.result import GEX, Band, ExpectedMove, ExpiryGex, GexBoard, GexResult, StrikeGex, Wall
from spxcc.engines.levels.result import LEVELS, Category, Level, LevelsResult
from spxcc.engines.regime.result import REGIME_KEY, Regime


def make_band(p_plus: float = 0.9) -> Band:
    """A sign band with the given share of positive draws."""
    return Band(p_plus=p_plus, p10=-1e9, p50=1e9, p90=3e9, flip_p10=None, flip_p90=None, draws=256)


def make_gex(
    symbol: str = "SPX",
    *,
    spot: float | None = 6000.0,
    net_gex: float | None = 2e9,
    flip_point: float | None = 5950.0,
    call_wall: float | None = 6050.0,
    put_wall: float | None = 5940.0,
    call_walls: tuple[Wall, ...] = (),
    put_walls: tuple[Wall, ...] = (),
    absolute_gamma_strike: float | None = 6000.0,
    by_strike: tuple[StrikeGex, ...] = (),
    by_expiry: tuple[ExpiryGex, ...] = (),
    band: Band | None = None,
    straddle: float | None = 20.0,
    atm_iv: float | None = 0.15,
    reason: str | None = None,
) -> GexResult:
    """A gex result of one symbol."""
    return GexResult(
        symbol=symbol,
        spot=spot,
        spot_source="index",
        net_gex=net_gex,
        call_gex=None,
        put_gex=None,
        gross_gex=None,
        flip_point=flip_point,
        flip_reason=None if flip_point is not None else "net gamma is positive in the whole range",
        flips=(),
        call_wall=call_wall,
        put_wall=put_wall,
        call_walls=call_walls,
        put_walls=put_walls,
        wall_reason=None,
        absolute_gamma_strike=absolute_gamma_strike,
        top_levels=(),
        by_strike=by_strike,
        by_expiry=by_expiry,
        scopes={},
        profile=(),
        dex=None,
        vanna=None,
        charm=None,
        band=make_band() if band is None else band,
        expected_move=ExpectedMove(expiry="2026-01-14", minutes=330.0, straddle=straddle, one_sd=None),
        atm_iv=atm_iv,
        coverage=None,
        open_interest_date=None,
        quotes_at=None,
        definition="fake/1",
        reason=reason,
    )


def make_level(
    name: str,
    price: float,
    *,
    family: str = "gamma",
    kind: str = "call_wall",
    label: str | None = None,
    category: Category = "options",
    strength: float = 0.5,
    as_of: int = 0,
) -> Level:
    """A level with the id `name`."""
    return Level(
        id=name,
        kind=kind,
        label=name if label is None else label,
        category=category,
        family=family,
        scope="session",
        price=price,
        band=0.75,
        strength=strength,
        touches=0,
        held=0,
        first_seen=as_of,
        as_of=as_of,
        source="fake",
    )


def make_upstream(
    *,
    gex: GexResult | None = None,
    gex_spy: GexResult | None = None,
    levels: tuple[Level, ...] | None = None,
    clusters: ClustersResult | None = None,
    basis: Basis | None = None,
    regime: Regime | None = None,
    outcomes: dict[str, Outcome] | None = None,
) -> Upstream:
    """Results as the graph would hand them to an engine; what is not given is absent."""
    boards = {result.symbol: result for result in (gex, gex_spy) if result is not None}
    results: dict[str, object] = {GEX.name: GexBoard(symbols=boards)} if boards else {}
    if levels is not None:
        results[LEVELS.name] = LevelsResult(levels=levels)
    given = {CLUSTERS_KEY.name: clusters, BASIS_KEY.name: basis, REGIME_KEY.name: regime}
    results |= {name: result for name, result in given.items() if result is not None}
    return Upstream(results, outcomes or dict.fromkeys(results, Outcome("ok")))
