"""Volume of the day over open interest: contracts that were opened today, at least so many."""

from collections.abc import Mapping
from math import isfinite

import msgspec

from spxcc.engines.flow.result import FlowAlert
from spxcc.market.snapshot import OptionChain


def with_interest(alert: FlowAlert, chains: Mapping[str, OptionChain]) -> FlowAlert:
    """The alert with the volume and open interest of its contract as known now; says so where volume is over it."""
    chain = chains.get(alert.symbol)
    if chain is None or alert.contract not in chain.contracts:
        return alert
    at = chain.contracts.index(alert.contract)
    volume, interest = _count(float(chain.volume[at])), _count(float(chain.open_interest[at]))
    said = alert.condition
    if volume is not None and interest is not None and volume > interest:
        dated = "undated" if chain.open_interest_date is None else f"of {chain.open_interest_date}"
        over = f"volume {volume:,} over open interest {interest:,} {dated}"
        said = f"{said}, {over}" if said else over
    return msgspec.structs.replace(
        alert, volume=volume, open_interest=interest, open_interest_date=chain.open_interest_date, condition=said
    )


def _count(value: float) -> int | None:
    return int(value) if isfinite(value) else None
