"""Quotes one by one."""

from spxcc.feeds.simulator.massive.quote_rows import option_quotes, share_quotes
from tests.feeds.simulator.massive.markets import CONTRACT, NOON_MS, market_of


def test_f30_windows_join_without_gap_or_overlap() -> None:
    market = market_of()
    for whole, first, second in (
        tuple(share_quotes(market, begin, end) for begin, end in ((0, 99_999), (0, 49_999), (50_000, 99_999))),
        tuple(
            option_quotes(market, CONTRACT, NOON_MS + begin, NOON_MS + end)
            for begin, end in ((0, 99_999), (0, 49_999), (50_000, 99_999))
        ),
    ):
        assert whole == first + second
        assert [one.at_ms for one in whole] == sorted(one.at_ms for one in whole)
    assert share_quotes(market, -5_000, -1) == []
    assert option_quotes(market, CONTRACT, -5_000, -1) == []
