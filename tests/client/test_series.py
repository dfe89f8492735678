"""Candle books from frames."""

from collections.abc import Sequence

from spxcc.client.series import SeriesFeeder, SeriesSource, Tick
from spxcc.market.candles import Candle
from tests.fakes.book import ListBook
from tests.fakes.channels import MARKS, PRICE, Mark, Quote


def to_candles(marks: Sequence[Mark]) -> tuple[Sequence[Candle], Sequence[Candle]]:
    """Marks as flat minutes, those named `d…` as daily bars."""
    candles = [Candle(int(mark.id.strip("d")), mark.price, mark.price, mark.price, mark.price) for mark in marks]
    daily = [candle for mark, candle in zip(marks, candles, strict=True) if mark.id.startswith("d")]
    return [candle for candle in candles if candle not in daily], daily


def to_tick(quote: Quote) -> Tick | None:
    return (quote.price, 60) if quote.price > 0 else None


def feeder() -> SeriesFeeder:
    return SeriesFeeder([SeriesSource("SPX", MARKS, PRICE, to_candles, to_tick)], ListBook)


def test_bars_and_ticks_reach_the_book_of_their_symbol() -> None:
    series = feeder()
    series.bars(MARKS.name, [Mark("0", 1.0), Mark("d9", 2.0)], anew=True)
    assert series.price(PRICE.name, Quote("SPX", 3.0), fold=True) == (3.0, 60)
    book = series.book("SPX")
    assert isinstance(book, ListBook)
    assert (len(book.minutes), len(book.daily), book.ticks) == (1, 1, [(3.0, 60)])


def test_another_run_begins_with_an_empty_book() -> None:
    series = feeder()
    series.bars(MARKS.name, [Mark("0", 1.0)], anew=True)
    series.bars(MARKS.name, [Mark("60", 1.0)], anew=True)
    assert [candle.start for candle in series.book("SPX").candles("1m")] == [60]
    series.bars(MARKS.name, [Mark("120", 1.0)], anew=False)
    assert [candle.start for candle in series.book("SPX").candles("1m")] == [60, 120]


def test_f26_a_price_is_not_folded_where_ticks_must_not_be_invented() -> None:
    series = feeder()
    assert series.price(PRICE.name, Quote("SPX", 3.0), fold=False) == (3.0, 60)
    assert series.price(PRICE.name, Quote("SPX", 0.0), fold=True) is None
    book = series.book("SPX")
    assert isinstance(book, ListBook)
    assert book.ticks == []


def test_other_channels_are_nothing_to_it() -> None:
    series = feeder()
    series.bars("bars:XYZ", [Mark("0", 1.0)], anew=True)
    assert series.price("price:XYZ", Quote("XYZ", 1.0), fold=True) is None
    assert series.symbol_of("price:XYZ") is None
    assert series.symbol_of(PRICE.name) == series.symbol_of(MARKS.name) == "SPX"
