"""One table of names: what we call a symbol, and what each of Massive's endpoints calls it.

Indices carry the prefix `I:` everywhere but in the reference of option contracts, options carry `O:` everywhere. The
wrong form is no error there: it answers with nothing.
"""

from spxcc.feeds.massive.params import Cluster
from spxcc.market.contract import parse_contract

INDICES = frozenset({"SPX", "VIX", "VIX9D", "VIX3M", "VVIX", "NDX", "RUT", "DJX", "XSP", "OEX", "DJI", "COMP", "SKEW"})
INDEX, OPTION = "I:", "O:"


def vendor_ticker(symbol: str) -> str:
    """`I:SPX`, `SPY`, `O:SPXW260220C06000000` for a symbol, or for a contract in compact OCC form."""
    if symbol.startswith((INDEX, OPTION)):
        return symbol
    if symbol in INDICES:
        return INDEX + symbol
    return OPTION + symbol if _is_contract(symbol) else symbol


def chain_ticker(underlying: str) -> str:
    """What the chain snapshot wants: `I:SPX`, `SPY`."""
    return INDEX + underlying if underlying in INDICES else underlying


def reference_ticker(underlying: str) -> str:
    """What the reference of contracts wants: bare."""
    return symbol_of(underlying)


def symbol_of(ticker: str) -> str:
    """Our name of a vendor's ticker: without prefix."""
    return ticker[2:] if ticker.startswith((INDEX, OPTION)) else ticker


def is_index(symbol: str) -> bool:
    """Whether a symbol, with or without prefix, is an index."""
    return symbol.startswith(INDEX) or symbol in INDICES


def cluster_of(ticker: str) -> Cluster:
    """The websocket that speaks of a vendor's ticker."""
    if ticker.startswith(INDEX):
        return "indices"
    return "options" if ticker.startswith(OPTION) else "stocks"


def _is_contract(symbol: str) -> bool:
    try:
        parse_contract(symbol)
    except ValueError:
        return False
    return True
