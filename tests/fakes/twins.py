"""A chain of one contract with its quote."""

import numpy as np

from spxcc.market.snapshot import OptionChain
from spxcc.market.units import UnixNanos


def quoted_chain(
    contract: str, strike: float, settles_at: UnixNanos, bid: float, ask: float, quoted_at: UnixNanos
) -> OptionChain:
    """The SPX chain that holds nothing but `contract`."""
    absent = np.array([np.nan])
    return OptionChain(
        underlying="SPX", contracts=(contract,), roots=("SPXW",), expiries=("2026-01-14",),
        settles_at=np.array([settles_at]), strike=np.array([strike]), is_call=np.array([True]), bid=np.array([bid]),
        ask=np.array([ask]), last=absent, last_at=np.array([0]), volume=absent, open_interest=absent,
        quoted_at=np.array([quoted_at]), vendor_iv=absent, vendor_delta=absent, vendor_gamma=absent,
        open_interest_date=None, underlying_price=None, ts_event=quoted_at, source="fake", complete=True,
    )  # fmt: skip
