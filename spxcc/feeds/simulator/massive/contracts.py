"""All option contracts in the order of their tickers."""

from dataclasses import dataclass

import numpy as np

from spxcc.feeds.simulator.board import Board
from spxcc.market.snapshot import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Contracts:
    """Columns by place; places follow the ASCII order of `tickers` ("O:SPX…" before "O:SPXW…").

    board: 0 SPX, 1 SPY. number: in the board's listing. settles_ms: settlement, milliseconds after the open.
    """

    tickers: tuple[str, ...]
    places: dict[str, int]
    board: Ints
    number: Ints
    expiry: tuple[str, ...]
    expiries: np.ndarray[tuple[int], np.dtype[np.str_]]
    strike: Floats
    call: Bools
    settles_ms: Ints

    def __len__(self) -> int:
        return len(self.tickers)

    def where(self, board: int) -> Ints:
        """Places of one underlying's contracts."""
        return np.flatnonzero(self.board == board)


UNDERLYINGS = ("SPX", "SPY")


def contracts_of(boards: tuple[Board, Board], open_ms: int) -> Contracts:
    """The table of both listings; `open_ms`: the session's open, Unix milliseconds."""
    rows = [
        ("O:" + symbol, which, number)
        for which, board in enumerate(boards)
        for number, symbol in enumerate(board.listing.symbols)
    ]
    rows.sort()
    board = np.array([which for _, which, _ in rows], dtype=np.int64)
    number = np.array([own for _, _, own in rows], dtype=np.int64)
    strike, settles = np.zeros(len(rows)), np.zeros(len(rows), dtype=np.int64)
    call, expiry = np.zeros(len(rows), dtype=np.bool_), [""] * len(rows)
    for which, owner in enumerate(boards):
        at = np.flatnonzero(board == which)
        listing = owner.listing
        strike[at], call[at] = listing.strike_of(number[at]), listing.is_call(number[at])
        places = listing.expiry_of(number[at])
        settles[at] = listing.settles_at[places] // 1_000_000 - open_ms
        for one, place in zip(at.tolist(), places.tolist(), strict=True):
            expiry[one] = listing.expiries[place]
    tickers = tuple(ticker for ticker, _, _ in rows)
    return Contracts(
        tickers=tickers,
        places={ticker: place for place, ticker in enumerate(tickers)},
        board=board,
        number=number,
        expiry=tuple(expiry),
        expiries=np.array(expiry),
        strike=strike,
        call=call,
        settles_ms=settles,
    )
