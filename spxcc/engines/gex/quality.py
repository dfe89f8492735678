"""What a result stands on: ages, sources, the fit of the forwards."""

from collections import Counter

import numpy as np

from spxcc.engines.gex.market_view import MarketView
from spxcc.engines.gex.result import Quality
from spxcc.engines.sources import DELAY_S
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import NANOS_PER_SECOND


def quality_of(snapshot: MarketSnapshot, view: MarketView, sign_model: str) -> Quality:
    """At `snapshot.as_of`. delay_s: what the feed lags by its contract, 0 for one in real time."""
    counts = Counter(() if view.forwards is None else view.forwards.source)
    good = view.parity.sd[view.parity.good]
    quoted_at = int(view.book.quoted_at.max(initial=0))
    return Quality(
        sign_model=sign_model,
        source=view.chain.source,
        delay_s=DELAY_S if snapshot.mode == "delayed" else 0.0,
        spot_age_s=None if view.spot is None else _age_s(snapshot, view.spot.at),
        quotes_age_s=_age_s(snapshot, quoted_at) if quoted_at else None,
        forwards=dict(sorted(counts.items())),
        worst_forward_sd=round(float(np.max(good)), 4) if good.size else None,
    )


def _age_s(snapshot: MarketSnapshot, at: int) -> float:
    return round((snapshot.as_of - at) / NANOS_PER_SECOND, 3)
