"""The book for the screen is one that a server could send."""

import msgspec

from spxcc.engines.alerts.result import AlertBook
from tests.fakes.alerts import alert_book


def test_it_survives_the_wire() -> None:
    book = alert_book()
    assert msgspec.json.decode(msgspec.json.encode(book), type=AlertBook) == book
    assert {one.alert for one in book.fired} <= {row.alert.id for row in book.rows}
