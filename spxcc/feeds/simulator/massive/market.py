"""The simulated day as the vendor knows it: ticks by ticker, sessions before, contracts."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from spxcc.feeds.simulator import conditions
from spxcc.feeds.simulator.context import past_of
from spxcc.feeds.simulator.crowd import BLOCK_MINUTES
from spxcc.feeds.simulator.day import Day
from spxcc.feeds.simulator.history import Past
from spxcc.feeds.simulator.live import INDEX_MS, VIX_MS
from spxcc.feeds.simulator.massive.answer import Row
from spxcc.feeds.simulator.massive.contracts import Contracts, contracts_of
from spxcc.feeds.simulator.massive.ticks import Book, Ticks
from spxcc.feeds.simulator.tape import PricedPrints
from spxcc.feeds.simulator.vix import EVERY_S
from spxcc.market.snapshot import Bools, Floats, Ints

INDICES = ("I:SPX", "I:VIX")
STOCKS = ("SPY",)
NAMES = {"I:SPX": "S&P 500", "I:VIX": "Cboe Volatility Index", "SPY": "SPDR S&P 500 ETF Trust"}
ROUND_LOT = 100
ODD_LOT = 37


@dataclass(frozen=True, slots=True)
class Print:
    """One print as the vendor tells it. at_ms: reported, after the open; late_ms: how long after it happened."""

    at_ms: int
    late_ms: int
    price: float
    size: int
    condition: int
    venue: int
    number: int


class Market:
    """Views of one `Day`, made when first asked for and kept."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.open_ms = day.grid.open_at // 1_000_000
        self.close_ms = 1_000 * day.grid.seconds
        """After the open."""
        self.details: dict[int, Row] = {}
        """Identities by place in the table, as far as they were asked for."""

    @cached_property
    def past(self) -> Past:
        """The sessions before."""
        return past_of(self.day)

    @cached_property
    def contracts(self) -> Contracts:
        """All option contracts."""
        return contracts_of(self.day.boards, self.open_ms)

    @cached_property
    def tapes(self) -> tuple[PricedPrints, PricedPrints]:
        """The whole day's option prints of SPX and SPY in order of report."""
        spx, spy = (self._whole(board) for board in (0, 1))
        return spx, spy

    @cached_property
    def books(self) -> tuple[Book, Book]:
        """Option ticks by contract number of SPX and SPY."""
        spx, spy = (self._book(board) for board in (0, 1))
        return spx, spy

    @cached_property
    def index_ticks(self) -> dict[str, Ticks]:
        """Values of the indices."""
        seconds = np.arange(self.day.grid.seconds)
        rare = seconds[::EVERY_S]
        return {
            "I:SPX": _values(1_000 * seconds + INDEX_MS, self.day.printed[seconds]),
            "I:VIX": _values(1_000 * rare + VIX_MS, self.day.vix[rare]),
        }

    @cached_property
    def share_ticks(self) -> Ticks:
        """Prints of SPY; odd lots move no price."""
        spy = self.day.spy
        return Ticks(spy.at_ms, spy.price, spy.size, spy.size, spy.size >= ROUND_LOT, np.arange(spy.at_ms.size))

    @cached_property
    def singles(self) -> dict[str, Book]:
        """Books of one symbol each: indices and SPY."""
        ticks = {**self.index_ticks, "SPY": self.share_ticks}
        return {name: Book(np.zeros(len(own), dtype=np.int64), own, 1) for name, own in ticks.items()}

    def known(self, ticker: str) -> bool:
        """Whether there is such a ticker."""
        return ticker in NAMES or ticker in self.contracts.places

    def ticks(self, ticker: str) -> Ticks:
        """All of today's ticks of a known ticker."""
        if ticker in self.index_ticks:
            return self.index_ticks[ticker]
        if ticker == "SPY":
            return self.share_ticks
        place = self.contracts.places[ticker]
        return self.books[int(self.contracts.board[place])].of(int(self.contracts.number[place]))

    def option_print(self, board: int, place: int) -> Print:
        """An option print by its place in the tape."""
        tape = self.tapes[board]
        one = tape.prints
        return Print(
            at_ms=int(one.at_ms[place]),
            late_ms=int(one.late_ms[place]),
            price=float(tape.price[place]),
            size=int(one.size[place]),
            condition=int(one.condition[place]),
            venue=int(one.venue[place]),
            number=int(tape.number[place]),
        )

    def share_print(self, place: int) -> Print:
        """A print of SPY by its place."""
        spy = self.day.spy
        size = int(spy.size[place])
        return Print(
            at_ms=int(spy.at_ms[place]),
            late_ms=0,
            price=float(spy.price[place]),
            size=size,
            condition=0 if size >= ROUND_LOT else ODD_LOT,
            venue=SHARE_VENUES[(place * 7 + size) % len(SHARE_VENUES)],
            number=place + 1,
        )

    def share_quote(self, at_ms: Ints) -> tuple[Floats, Floats]:
        """Bid and ask of SPY, a cent apart around what it is worth."""
        true = self.day.true
        value = np.interp(at_ms / 1_000.0, np.arange(true.size, dtype=np.float64), true) / self.day.ratio
        bid = np.floor(100.0 * value) / 100.0
        return np.round(bid, 2), np.round(bid + 0.01, 2)

    def _whole(self, board: int) -> PricedPrints:
        tape = self.day.boards[board].tape
        blocks = [tape.block(number) for number in range(-(-self.day.grid.minutes // BLOCK_MINUTES))]
        first = blocks[0]
        prints = {name: np.concatenate([getattr(one.prints, name) for one in blocks]) for name in _COLUMNS}
        return PricedPrints(
            replace(first.prints, **prints),
            *(np.concatenate([getattr(one, name) for one in blocks]) for name in ("number", "price", "bid", "ask")),
        )

    def _book(self, board: int) -> Book:
        tape = self.tapes[board]
        prints = tape.prints
        size = prints.size.astype(np.float64)
        moves: Bools = ~prints.cancels & (prints.late_ms == 0)
        places = np.arange(len(prints))
        ticks = Ticks(prints.at_ms, tape.price, size, np.where(prints.cancels, -size, size), moves, places)
        return Book(prints.contract, ticks, len(self.day.boards[board].listing))


SHARE_VENUES = (4, 8, 10, 11, 12, 15, 19)
LATE = frozenset(conditions.LATE)
_COLUMNS = ("at_ms", "late_ms", "contract", "touch", "steps", "size", "condition", "venue", "cancels", "order")


def _values(at_ms: Ints, value: Floats) -> Ticks:
    none = np.zeros(at_ms.size)
    return Ticks(at_ms, value, none, none, np.ones(at_ms.size, dtype=np.bool_), np.arange(at_ms.size))
