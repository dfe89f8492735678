"""Asking for snapshots."""

from spxcc.protocol.client_resync import PATIENCE_S, SPACING_S, ResyncBook


def test_channels_are_asked_for_together() -> None:
    book = ResyncBook()
    book.need("b", 1.0)
    book.need("a", 1.0)
    assert list(book.due(1.0)) == ["a", "b"]


def test_two_messages_keep_their_distance() -> None:
    book = ResyncBook()
    book.need("a", 0.0)
    book.due(0.0)
    book.need("b", 1.0)
    assert book.deadline() == SPACING_S
    assert list(book.due(1.0)) == []
    assert list(book.due(SPACING_S)) == ["b"]


def test_an_unanswered_one_is_repeated() -> None:
    book = ResyncBook()
    book.need("a", 0.0)
    book.due(0.0)
    assert book.deadline() == PATIENCE_S
    assert list(book.due(PATIENCE_S)) == ["a"]


def test_an_answered_one_is_not() -> None:
    book = ResyncBook()
    book.need("a", 0.0)
    book.due(0.0)
    book.settled("a")
    assert book.deadline() is None
    assert list(book.due(100.0)) == []


def test_the_server_may_postpone() -> None:
    book = ResyncBook()
    book.postpone("a", 5.0)
    assert book.deadline() is None
    book.need("a", 0.0)
    book.postpone("a", 7.0)
    assert list(book.due(6.9)) == []
    assert list(book.due(7.0)) == ["a"]


def test_an_earlier_intention_stands() -> None:
    book = ResyncBook()
    book.need("a", 1.0)
    book.need("a", 9.0)
    assert list(book.due(1.0)) == ["a"]


def test_a_new_connection_has_its_own_limits() -> None:
    book = ResyncBook()
    book.need("a", 0.0)
    book.due(0.0)
    book.clear()
    book.need("b", 0.5)
    assert list(book.due(0.5)) == ["b"]
