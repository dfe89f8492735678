"""Runs of the gex engine whose numbers are asked for, and all paths of a result that have contracts behind them."""

import dataclasses
from dataclasses import dataclass
from functools import cache

import numpy as np

from spxcc.engines.flow.result import Signed
from spxcc.engines.gex.compute import GexMemory, compute_with
from spxcc.engines.gex.explain import explain
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.result import GexBoard, GexResult
from spxcc.engines.why.result import Explanation
from spxcc.market.snapshot import MarketSnapshot, OptionChain
from tests.engines.gex.books import index_chain
from tests.fakes.snapshots import make_chain, make_snapshot

TOTALS = (
    "net_gex",
    "call_gex",
    "put_gex",
    "gross_gex",
    "dex",
    "dealer_dex",
    "vanna",
    "charm",
    "charm_to_close",
    "speed",
)
PARTS = ("net", "call", "put", "gross")


@dataclass(frozen=True)
class Asked:
    """A run, to be asked."""

    snapshot: MarketSnapshot
    board: GexBoard
    memory: GexMemory

    def why(self, path: str, symbol: str = "SPX") -> Explanation:
        """The explanation of a number that has one."""
        found = explain(self.snapshot, self.board, self.memory, f"gex:{symbol}", path)
        assert found is not None, path
        return found


def asked(snapshot: MarketSnapshot, signed: dict[str, Signed] | None = None) -> Asked:
    """Run the engine once."""
    board, memory = compute_with(snapshot, GexMemory(), DEFAULTS, signed)
    return Asked(snapshot, board, memory)


def with_volume(chain: OptionChain) -> OptionChain:
    """Today's volume on every third contract."""
    return dataclasses.replace(chain, volume=np.where(np.arange(len(chain)) % 3 == 0, 40.0, 0.0))


def bought_some(chain: OptionChain) -> dict[str, Signed]:
    """Customers bought some of every seventh contract and sold some of others."""
    return {
        name: Signed(bought=90 if at % 2 else 10, sold=30) for at, name in enumerate(chain.contracts) if at % 7 == 0
    }


@cache
def both() -> Asked:
    """SPX and SPY with volume and classified prints; some contracts without a quote."""
    main = with_volume(index_chain())
    bid, ask = main.bid.copy(), main.ask.copy()
    first = np.flatnonzero((main.strike >= 6500.0) & (main.settles_at == main.settles_at[-1]))
    bid[first] = np.nan
    ask[first] = np.nan
    main = dataclasses.replace(main, bid=bid, ask=ask, open_interest_date="2026-01-13")
    strikes = [float(strike) for strike in range(570, 631)]
    days = ("2026-01-14", "2026-01-16")
    etf = make_chain(
        598.0, underlying="SPY", root="SPY", expiries=days, strikes=strikes, half_spread=0.01, tick=0.01,
        call_oi=lambda strike: 1000.0 + 40.0 * (strike - 570.0), put_oi=lambda strike: 5000.0 - 60.0 * (strike - 570.0),
    )  # fmt: skip
    spy = with_volume(etf)
    snapshot = make_snapshot(spx=6000.0, spy=598.0, chains={"SPX": main, "SPY": spy})
    return asked(snapshot, bought_some(main))


def paths(result: GexResult, strikes: int = 12) -> list[str]:
    """Of every kind of number; of the strikes `strikes` around spot."""
    found = [*TOTALS, "flip_point", "call_wall", "put_wall", "absolute_gamma_strike", "atm_iv"]
    found += [f"scopes.{name}.{part}" for name in result.scopes for part in (*PARTS, "flip")]
    for row in result.by_expiry:
        fields = (*PARTS, "share", "max_pain", "atm_iv", "forward")
        found += [f"by_expiry.{row.root}.{row.expiry}.{field}" for field in fields]
    spot = result.spot or 0.0
    near = sorted(result.by_strike, key=lambda row: abs(row.strike - spot))[:strikes]
    found += [f"by_strike.{row.strike:g}.{part}" for row in near for part in (*PARTS[:3], "call_oi", "put_oi")]
    for side in ("call", "put"):
        found += [
            f"{side}_walls.{at}.{field}"
            for at in range(len(getattr(result, f"{side}_walls")))
            for field in ("strike", "gex", "share")
        ]
    found += [f"top_levels.{at}.net_gex" for at in range(len(result.top_levels))]
    found += [f"flips.{at}" for at in range(len(result.flips))]
    causes = ("flow", "gamma", "charm", "vanna", "residual")
    found += [f"hedge_flows.{at}.{cause}" for at in range(len(result.hedge_flows)) for cause in causes]
    for view in ("volume_view", "flow_view"):
        found += [f"{view}.{field}" for field in (*PARTS[:3], "flip", "contracts")]
    if result.combined is not None:
        found += [f"combined.{part}" for part in (*PARTS, "flip", "call_wall", "put_wall")]
    if result.grid is not None:
        found += [f"grid.net.{at}.{day}" for at in range(3) for day in range(len(result.grid.dates))]
        found += [f"grid.later.{at}" for at in range(3)]
    if result.band is not None:
        found += [f"band.call_walls.{at}.share" for at in range(len(result.band.call_walls))]
        found += [f"band.put_walls.{at}.share" for at in range(len(result.band.put_walls))]
    if result.quality is not None:
        found += [f"quality.forwards.{name}" for name in result.quality.forwards]
        found += ["quality.spot_age_s", "quality.quotes_age_s", "quality.worst_forward_sd"]
    return [*found, "expected_move.straddle", "expected_move.one_sd", "coverage.oi_valid_share", "band.p10", "spot"]
