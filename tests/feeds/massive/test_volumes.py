"""Volume of the day."""

from spxcc.feeds.massive.volumes import VolumeBook
from spxcc.market.events import ChainRow
from tests.fakes.snapshots import at

A = "SPXW260114C06000000"


def checked(book: VolumeBook, volume: int | None, clock: str, day: str = "2026-01-14") -> int | None:
    return book.check({A: ChainRow(contract=A, volume=volume)}, at(clock, day))[A].volume


def test_a_fall_at_the_open_is_a_session_that_begins_anew() -> None:
    """The figures of a captured day: 4,433 stood from the night until after the open."""
    book = VolumeBook()
    assert checked(book, 4433, "09:24:58") is None
    assert checked(book, 4433, "09:30:02") == 4433
    assert checked(book, 1886, "09:38:54") == 1886
    assert book.resets == 1
    assert checked(book, 3391, "09:48:28") == 3391
    assert checked(book, None, "09:50") is None
    assert book.resets == 1
    assert checked(book, 5, "09:31", "2026-01-15") == 5
    assert book.resets == 0
