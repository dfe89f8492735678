"""A chain file as the market that the gex engine sees."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from spxcc.engines.gex.market_view import MarketView
from spxcc.engines.gex.tables import scope_masks
from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.quoted import QuotedChain
from spxcc.feeds.files.sources import open_sources
from spxcc.market.events import EquityTick, IndexTick
from spxcc.market.session import CalendarRangeError, session_at, to_exchange
from spxcc.market.snapshot import MarketSnapshot, OptionChain
from spxcc.market.state import MarketState
from spxcc.market.units import UnixNanos
from spxcc.runtime.errors import UserError

SHARES = frozenset({"SPY"})
"""Underlyings that trade; the others are indices."""


@dataclass(frozen=True, slots=True, eq=False)
class ChainInput:
    """The chain of a file in its market at the time of valuation; `notes` is what a reader should know of its time."""

    snapshot: MarketSnapshot
    chain: OptionChain
    quoted_at: UnixNanos
    notes: tuple[str, ...]


def read_chain(path: Path, as_of: UnixNanos | None) -> ChainInput:
    """The market at `as_of`, by default at the time of the file's quotes.

    Quotes keep the time that the file gives them. Where it gives none, or a later one than `as_of`, they count as made
    then. The price beside quotes of regular hours is the underlying's at that time; later it stands still and they do
    not, so it is no more than printed. Raises UserError.
    """
    quoted, notes = _quoted(path, as_of)
    now = quoted.quoted_at if as_of is None else as_of
    state = MarketState("replay")
    state.fold(quoted.snapshot(quoted.quoted_at))
    if quoted.underlying_price is not None and session_at(quoted.quoted_at) is not None:
        state.fold(_tick(quoted, quoted.underlying_price))
    try:
        snapshot = state.snapshot(now)
    except CalendarRangeError as error:
        raise UserError(f"--as-of: {error}") from None
    return ChainInput(snapshot, snapshot.chains[quoted.underlying], quoted.quoted_at, notes)


def in_scope(given: ChainInput, view: MarketView, scope: str) -> tuple[OptionChain, frozenset[str] | None]:
    """The chain with open interest and volume in that scope alone, and its expirations; all of it has `None`.

    Quotes stay, so spot, forwards and volatilities are those of the whole chain. Raises UserError for an empty scope.
    """
    if scope == "all":
        return given.chain, None
    masks = scope_masks(view.book, given.snapshot.session.date)
    if scope not in masks:
        raise UserError(f"no contract is in the scope {scope}: choose one of {', '.join(masks)}", 1)
    expiries = frozenset(np.array(view.book.expiries)[masks[scope]].tolist())
    inside = np.isin(np.array(given.chain.expiries), sorted(expiries))
    chain = replace(
        given.chain,
        open_interest=np.where(inside, given.chain.open_interest, 0.0),
        volume=np.where(inside, given.chain.volume, 0.0),
    )
    return chain, expiries


def _quoted(path: Path, as_of: UnixNanos | None) -> tuple[QuotedChain, tuple[str, ...]]:
    try:
        quoted = _only_chain(path, None)
    except DataFileError as error:
        if as_of is None:
            raise UserError(str(error)) from None
        return _timed(path, as_of)
    if as_of is None or as_of >= quoted.quoted_at:
        return quoted, ()
    note = f"--as-of is before the time of the file ({_clock(quoted.quoted_at)}): its quotes are taken as made then"
    return replace(quoted, quoted_at=as_of), (note,)


def _timed(path: Path, as_of: UnixNanos) -> tuple[QuotedChain, tuple[str, ...]]:
    try:
        quoted = _only_chain(path, as_of)
    except DataFileError as error:
        raise UserError(str(error)) from None
    return quoted, ("the file does not say its time: its quotes are taken as made at --as-of",)


def _only_chain(path: Path, as_of: UnixNanos | None) -> QuotedChain:
    chains = open_sources([path], as_of).chains
    if len(chains) != 1:
        raise UserError(
            f"{path.name}: expected an option chain, found other data; "
            "give a chain file (Cboe CSV or JSON, Massive Parquet)"
        )
    return chains[0]


def _tick(quoted: QuotedChain, price: float) -> IndexTick | EquityTick:
    at, symbol = quoted.quoted_at, quoted.underlying
    if symbol in SHARES:
        return EquityTick(ts_event=at, ts_recv=at, source="cboe", symbol=symbol, price=price)
    return IndexTick(ts_event=at, ts_recv=at, source="cboe", symbol=symbol, price=price)


def _clock(instant: UnixNanos) -> str:
    return f"{to_exchange(instant):%Y-%m-%d %H:%M} ET"
