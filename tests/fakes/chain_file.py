"""Chains as Cboe quote tables, to be read back."""

import math
from datetime import date
from pathlib import Path

from spxcc.market.session import to_exchange
from spxcc.market.snapshot import OptionChain
from spxcc.market.units import NANOS_PER_MINUTE

HEAD = ",".join(
    ("Expiration Date", "Calls", *(side := ["Last Sale", "Net", "Bid", "Ask", "Volume", "IV", "Delta", "Gamma"]))
) + ",Open Interest,Strike,Puts," + ",".join([*side, "Open Interest"])  # fmt: skip


def write_chain(folder: Path, chain: OptionChain, name: str = "chain.csv", date_line: str | None = None) -> Path:
    """The table of `chain`; its date line stands 15 minutes after the chain's time, as the source's does."""
    path = folder / name
    moment = to_exchange(chain.ts_event + 15 * NANOS_PER_MINUTE)
    told = f'"Date: {moment:%B %d, %Y at %I:%M %p} ET",Bid: 1,Ask: 1' if date_line is None else date_line
    last = "" if chain.underlying_price is None else f",Last: {chain.underlying_price}"
    path.write_text("\n".join(["", f"S&P 500 INDEX{last},Change: 1", told, HEAD, *_rows(chain), ""]))
    return path


def _rows(chain: OptionChain) -> list[str]:
    sides: dict[tuple[str, float], dict[bool, int]] = {}
    for at in range(len(chain)):
        sides.setdefault((chain.expiries[at], float(chain.strike[at])), {})[bool(chain.is_call[at])] = at
    return [
        f"{date.fromisoformat(expiry):%a %b %d %Y},{_side(chain, pair[True])},{strike:.2f},{_side(chain, pair[False])}"
        for (expiry, strike), pair in sides.items()
    ]


def _side(chain: OptionChain, at: int) -> str:
    values = (chain.last, None, chain.bid, chain.ask, chain.volume, chain.vendor_iv, chain.vendor_delta)
    cells = ["" if column is None or math.isnan(column[at]) else f"{column[at]:.10g}" for column in values]
    return ",".join([chain.contracts[at], *cells, "", f"{chain.open_interest[at]:.0f}"])
