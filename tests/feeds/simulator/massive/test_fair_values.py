"""Fair values and imbalances of the stream."""

from spxcc.feeds.simulator.massive.fair_values import AUCTION_S, imbalance, option_values, share_values
from spxcc.feeds.simulator.massive.shapes import FairValue, Imbalance
from spxcc.feeds.simulator.massive.stream_events import places_of
from tests.feeds.simulator.massive.markets import CONTRACT, market_of


def test_f30_a_fair_value_lies_between_bid_and_ask() -> None:
    market = market_of()
    (share,) = share_values(market, 5_400)
    assert isinstance(share.event, FairValue)
    assert abs(share.event.fmv - float(market.day.true[5_400]) / market.day.ratio) < 0.02
    (option,) = option_values(market, 5_400, places_of(market, frozenset({CONTRACT})))
    assert (option.topic, option.symbol) == ("FMV", CONTRACT)
    assert list(option_values(market, 23_400, places_of(market, frozenset({CONTRACT})))) == [], "settled"


def test_f30_the_imbalance_pairs_off_before_the_close() -> None:
    market = market_of()
    end = market.day.grid.seconds
    assert list(imbalance(market, end - AUCTION_S - 1)) == []
    told = [before_close(second) for second in (AUCTION_S, 300, 1)]
    assert all(one.at == 1600 for one in told)
    assert [one.open_shares for one in told] == sorted((one.open_shares for one in told), reverse=True)
    assert told == [before_close(second) for second in (AUCTION_S, 300, 1)]


def before_close(seconds: int) -> Imbalance:
    (told,) = imbalance(market_of(), market_of().day.grid.seconds - seconds)
    assert isinstance(told.event, Imbalance)
    return told.event
