"""Quotes and prints as events."""

from collections import Counter

import numpy as np
import pytest

from spxcc.feeds.simulator.option_events import RING, ring_quotes, trade_events
from spxcc.market.contract import parse_contract
from spxcc.market.events import OptionQuote, OptionTrade
from tests.feeds.simulator.days import day_of


def test_the_ring_renews_both_rights_of_thirty_strikes_every_second() -> None:
    day = day_of()
    quotes = list(ring_quotes(day.boards[0], 5_400, 10, np.random.default_rng(1)))
    assert len(quotes) == 10 * 2 * 2 * RING
    for second in range(10):
        own = [quote for quote in quotes if (quote.ts_event - day.grid.open_at) // 10**9 == 5_400 + second]
        parsed = [parse_contract(quote.contract) for quote in own]
        assert Counter(each.right for each in parsed) == {"C": 2 * RING, "P": 2 * RING}
        strikes = sorted({each.strike for each in parsed})
        assert len(strikes) == 2 * RING
        assert strikes[0] < float(day.true[5_400]) < strikes[-1]
        assert {each.expiry for each in parsed} == {day.grid.date}


def test_the_ring_stays_on_the_fine_strikes() -> None:
    board = day_of("trend").boards[0]
    for quote in ring_quotes(board, 23_390, 10, np.random.default_rng(1)):
        assert parse_contract(quote.contract).strike in board.listing.strikes[board.listing.near]


def test_a_bid_is_none_or_a_price_with_a_size() -> None:
    tape = day_of().boards[0].tape.minute(380)
    events = list(trade_events(day_of().boards[0], tape))
    for quote in events:
        if isinstance(quote, OptionQuote):
            assert (quote.bid is None) == (quote.bid_size == 0)
            assert quote.ask is not None
            assert quote.ask_size > 0


def test_prints_carry_what_the_tape_says() -> None:
    board = day_of().boards[0]
    tape = board.tape.minute(100)
    trades = [event for event in trade_events(board, tape) if isinstance(event, OptionTrade)]
    assert [trade.size for trade in trades] == tape.prints.size.tolist()
    assert [trade.price for trade in trades] == pytest.approx(tape.price.tolist())
    assert [board.listing.symbols.index(trade.contract) for trade in trades[:20]] == tape.prints.contract[:20].tolist()
