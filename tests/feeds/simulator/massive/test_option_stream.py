"""Option events."""

from spxcc.feeds.simulator.massive.option_stream import option_bars, option_quotes, option_trades
from spxcc.feeds.simulator.massive.shapes import Quote, Trade
from tests.feeds.simulator.massive.markets import market_of


def test_f30_every_print_is_inside_the_quote_that_went_before() -> None:
    market = market_of()
    places = market.contracts.where(0)
    second = 5_431
    quotes = [one.event for one in option_quotes(market, second, places) if isinstance(one.event, Quote)]
    assert len(quotes) >= places.size
    checked = 0
    for sent in option_trades(market, second):
        event = sent.event
        assert isinstance(event, Trade)
        own = [one for one in quotes if one.sym == event.sym and one.t == event.t - 1]
        if event.c[0] not in (201, 202, 204, 206) and own:
            assert (own[-1].bp or 0.0) <= event.p <= own[-1].ap
            checked += 1
    assert checked
    assert list(option_bars(market, 1_000 * second, 1_000))
