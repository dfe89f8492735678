"""What is odd about the time of a message."""

import pytest

from spxcc.feeds.massive.stream_order import StreamOrder, Word
from tests.feeds.massive.vendor import NOW

SECOND = 10**9


@pytest.mark.parametrize(
    ("since_s", "word"), [(0, None), (1, None), (-1, None), (2.5, "late"), (-2.5, "ahead of this clock")]
)
def test_f31_a_message_has_its_age(since_s: float, word: Word | None) -> None:
    assert StreamOrder().word("a value", "SPX", NOW - int(since_s * SECOND), NOW, 1.0) == word


def test_f31_a_repeated_and_an_older_message_are_known() -> None:
    order = StreamOrder()
    assert order.word("a quote", "X", NOW, NOW, (1, 2)) is None
    assert order.word("a quote", "X", NOW, NOW, (1, 2)) == "told again"
    assert order.word("a quote", "X", NOW, NOW, (1, 3)) is None, "another one of the same millisecond"
    assert order.word("a quote", "X", NOW - SECOND, NOW, (1, 1)) == "after a newer one"
    assert order.word("a quote", "Y", NOW - SECOND, NOW, (1, 1)) is None
    assert order.word("a print", "X", NOW - SECOND, NOW, 7) is None
    assert (order.newest("a quote", "X"), order.newest("a quote", "Z")) == (NOW, None)


def test_f31_a_delayed_plan_is_late_by_its_contract() -> None:
    order = StreamOrder()
    order.late_ns = 1_000 * SECOND
    assert order.word("a value", "SPX", NOW - 903 * SECOND, NOW, 1.0) is None
