"""The day as the vendor knows it."""

from tests.feeds.simulator.massive.markets import CONTRACT, market_of


def test_f30_it_shows_the_same_day_as_the_feed() -> None:
    market = market_of()
    assert market.index_ticks["I:SPX"].price[5_400] == market.day.printed[5_400]
    assert len(market.share_ticks) == market.day.spy.at_ms.size
    assert sum(len(board.tape.block(2).prints) for board in market.day.boards) > 100
    assert market.known(CONTRACT)
    assert not market.known("NOPE")
    one = market.option_print(0, int(market.ticks(CONTRACT).place[0]))
    assert one.price == market.ticks(CONTRACT).price[0]


def test_f30_odd_lots_move_no_price() -> None:
    market = market_of()
    odd = next(at for at in range(1_000) if market.day.spy.size[at] < 100)
    assert market.share_print(odd).condition == 37
    assert not market.share_ticks.moves[odd]
