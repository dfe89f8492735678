"""What a reader should know about a result that stands."""

from collections import Counter

import numpy as np

from spxcc.engines.gex.market_view import MarketView
from spxcc.engines.gex.params import GexSettings
from spxcc.engines.gex.result import Coverage
from spxcc.engines.gex.scopes import missing_of
from spxcc.engines.gex.spot import allowed_age_s
from spxcc.market.snapshot import MarketSnapshot, OptionChain
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

_HOUR_S = 3600.0
WHOLE_OLD_NS = 660 * NANOS_PER_SECOND
"""A whole chain comes every ten minutes or sooner; beyond this its age is said."""


def warnings_of(
    snapshot: MarketSnapshot, view: MarketView, coverage: Coverage, settings: GexSettings
) -> tuple[str, ...]:
    """Weak forwards, old quotes, volatilities that are not own, spot that is not the index."""
    found: list[str] = []
    age_s = (snapshot.as_of - int(view.book.quoted_at.max(initial=0))) / NANOS_PER_SECOND
    if view.book.contracts and age_s > allowed_age_s(snapshot, settings):
        age = f"{age_s / _HOUR_S:.0f} h" if age_s >= 2 * _HOUR_S else f"{age_s / 60:.0f} min"
        found.append(f"option quotes are {age} old: volatilities and carry as of then, repriced to now")
    if view.spot is not None and view.spot.source not in ("index", "given"):
        found.append(f"spot by {view.spot.source}")
    if view.forwards is not None:
        counts = Counter(view.forwards.source)
        weak = [f"{counts[name]} by {name}" for name in ("vendor delta", "interpolated", "rate") if counts[name]]
        if weak:
            found.append(f"forwards of {len(view.forwards.source)} expiries: {', '.join(weak)}")
        if counts["rate"] and settings.dividend is None:
            found.append("dividend yield unknown: carry is the rate alone")
    if view.lasts is not None:
        found.append(
            f"nothing is quoted: spot, forwards and volatilities are of last trades, {view.lasts.pairs} pairs of call "
            f"and put within one minute that agree to {view.lasts.spread:g} points (sd)"
        )
    if coverage.iv_from_last:
        found.append(f"{coverage.iv_from_last} of {coverage.contracts_used} volatilities are of last trades")
    if coverage.iv_from_vendor:
        found.append(f"{coverage.iv_from_vendor} of {coverage.contracts_used} volatilities are the vendor's")
    if coverage.iv_filled:
        found.append(
            f"{coverage.iv_filled} of {coverage.contracts_used} volatilities are of neighbouring strikes, "
            f"{coverage.oi_filled_share:.1%} of the open interest"
        )
    unknown = sum(
        int(np.count_nonzero(np.isnan(side.interest) & ~np.isnan(side.bid))) for side in (view.book.call, view.book.put)
    )
    if unknown:
        found.append(f"{unknown} quoted contracts without open interest count as none")
    return (*found, *scopes_of(view.chain, snapshot.as_of), *view.chain.remarks)


def scopes_of(chain: OptionChain, as_of: UnixNanos) -> tuple[str, ...]:
    """What parts of the chain are missing, cut short, or old; nothing of a chain that came as one."""
    found = [*missing_of(chain)]
    whole = next((scope for scope in chain.scopes if not scope.name), None)
    newest = max((scope.ts_event for scope in chain.scopes), default=0)
    if whole is not None and newest > whole.ts_event and as_of - whole.ts_event > WHOLE_OLD_NS:
        minutes = (as_of - whole.ts_event) / NANOS_PER_SECOND / 60
        found.append(f"contracts beyond the near chain are {minutes:.0f} min old")
    return tuple(found)
