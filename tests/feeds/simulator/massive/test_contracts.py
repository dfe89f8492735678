"""The table of contracts."""

from spxcc.feeds.simulator.massive.contracts import contracts_of
from spxcc.market.contract import parse_contract, settles_at
from tests.feeds.simulator.massive.markets import market_of


def test_f30_places_follow_the_tickers_and_parts_the_symbol() -> None:
    market = market_of()
    table = contracts_of(market.day.boards, market.open_ms)
    assert list(table.tickers) == sorted(table.tickers)
    assert len(table) == len(set(table.tickers)) == sum(len(board.listing) for board in market.day.boards)
    for place in range(0, len(table), 97):
        parts = parse_contract(table.tickers[place])
        assert (parts.expiry, parts.strike, parts.is_call) == (
            table.expiry[place], table.strike[place], table.call[place]
        )  # fmt: skip
        assert table.settles_ms[place] == settles_at(parts.root, parts.expiry) // 10**6 - market.open_ms
        assert table.places[table.tickers[place]] == place
    assert table.where(0).size + table.where(1).size == len(table)
