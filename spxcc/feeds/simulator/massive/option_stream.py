"""Option prints, bars and quotes of one second as stream events."""

from collections.abc import Iterator

import numpy as np

from spxcc.feeds.simulator.massive.bar_stream import SECOND_MS, bar_events
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.quote_rows import SEQUENCES
from spxcc.feeds.simulator.massive.quoting import LEFT_OVER, renewed, slot_ms
from spxcc.feeds.simulator.massive.sent import LAG_MS, Sent
from spxcc.feeds.simulator.massive.shapes import Quote, Trade
from spxcc.market.snapshot import Floats, Ints


def option_trades(market: Market, second: int) -> Iterator[Sent]:
    """All prints that are reported in one second after the open."""
    for board, owner in enumerate(market.day.boards):
        tape = market.tapes[board]
        symbols = owner.listing.symbols
        for place in _places(market, board, second * SECOND_MS, (second + 1) * SECOND_MS):
            one = market.option_print(board, place)
            symbol = "O:" + symbols[int(tape.prints.contract[place])]
            event = Trade(
                symbol, one.venue, one.price, one.size, (one.condition,), market.open_ms + one.at_ms, one.number
            )
            yield Sent(one.at_ms + LAG_MS, "T", symbol, event)


def option_bars(market: Market, begin_ms: int, width_ms: int) -> Iterator[Sent]:
    """Bars of every contract that traded in the window."""
    for board, owner in enumerate(market.day.boards):
        book = market.books[board]
        places = list(_places(market, board, begin_ms, begin_ms + width_ms))
        for number in np.unique(market.tapes[board].prints.contract[places]).tolist():
            ticks = book.of(number).between(begin_ms, begin_ms + width_ms)
            yield from bar_events(market, "O:" + owner.listing.symbols[number], book, number, ticks, width_ms)


def option_quotes(market: Market, second: int, place: Ints) -> Iterator[Sent]:
    """Quotes of the contracts at `place` of the table: each once in the second, and before each of its prints."""
    contracts = market.contracts
    begin = second * SECOND_MS
    place = place[contracts.settles_ms[place] > begin]
    for board in (0, 1):
        own = place[contracts.board[place] == board]
        if not own.size:
            continue
        number = contracts.number[own]
        symbols = [contracts.tickers[at] for at in own.tolist()]
        at_ms = begin + slot_ms(number)
        touch = renewed(market, board, number, at_ms)
        yield from _quotes(market, board, symbols, at_ms, (touch.bid, touch.ask), (touch.bid_size, touch.ask_size), 1)
        tape = market.tapes[board]
        met = np.array(list(_places(market, board, begin + 1, begin + SECOND_MS + 1)), dtype=np.int64)
        prints = tape.prints
        met = met[(prints.late_ms[met] == 0) & ~prints.cancels[met] & np.isin(prints.contract[met], number)]
        names = ["O:" + market.day.boards[board].listing.symbols[one] for one in prints.contract[met].tolist()]
        size = prints.size[met] + LEFT_OVER
        yield from _quotes(market, board, names, prints.at_ms[met] - 1, (tape.bid[met], tape.ask[met]), (size, size), 2)


def _places(market: Market, board: int, begin_ms: int, end_ms: int) -> range:
    begin, end = np.searchsorted(market.tapes[board].prints.at_ms, [begin_ms, end_ms])
    return range(int(begin), int(end))


def _quotes(
    market: Market,
    board: int,
    symbols: list[str],
    at_ms: Ints,
    prices: tuple[Floats, Floats],
    sizes: tuple[Ints, Ints],
    rank: int,
) -> Iterator[Sent]:
    venues, first = market.day.boards[board].tape.venue.places, market.open_ms
    count = len(venues)
    columns = (at_ms, *prices, *sizes)
    made: dict[tuple[str, int, float, float], Sent] = {}
    for symbol, ms, bid, ask, wanted, offered in zip(symbols, *(column.tolist() for column in columns), strict=True):
        stamp, sequence = first + ms, ms * SEQUENCES + rank
        ask_venue = venues[(ms // 7) % count]
        if bid == bid:
            event = Quote(symbol, ask_venue, ask, offered, stamp, sequence, venues[ms % count], bid, wanted)
        else:
            event = Quote(symbol, ask_venue, ask, offered, stamp, sequence)
        # Prints of one millisecond met the same quote: it is sent once.
        made[symbol, ms, bid if bid == bid else 0.0, ask] = Sent(ms + LAG_MS, "Q", symbol, event)
    return iter(made.values())
