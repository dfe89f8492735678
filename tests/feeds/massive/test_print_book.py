"""Prints told again, and prints that say the same."""

from spxcc.feeds.massive.frames import Trade
from spxcc.feeds.massive.print_book import REMEMBERED, PrintBook


def print_(number: int, price: float = 5.0, symbol: str = "O:X", at_ms: int = 1) -> Trade:
    return Trade(symbol, price, 1, at_ms, number, 302, (209,))


def test_f30_a_print_with_the_same_number_and_time_is_told_again() -> None:
    book = PrintBook()
    told = [print_(7), print_(7), print_(7, symbol="O:Y"), print_(7, at_ms=2), print_(0), print_(0)]
    assert [book.again(one) for one in told] == [False, True, False, False, False, False]


def test_f30_an_echo_differs_by_its_number_alone() -> None:
    book = PrintBook()
    for one in (print_(1), print_(2), print_(2), print_(3, symbol="O:Y"), print_(4), print_(5, 5.1), print_(6)):
        book.again(one)
    assert book.echoes == 2


def test_the_memory_is_bounded() -> None:
    book = PrintBook()
    for number in range(1, REMEMBERED + 2):
        book.again(print_(number))
    assert not book.again(print_(1)), "the oldest is forgotten"
    assert book.again(print_(REMEMBERED))
