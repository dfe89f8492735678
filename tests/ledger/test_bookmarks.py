"""Bookmarks are kept by owner and session."""

from pathlib import Path

from spxcc.engines.replay.result import Bookmark
from spxcc.ledger.bookmarks import MOST, BookmarkLedger
from spxcc.ledger.database import open_database


def test_they_survive_a_restart_and_belong_to_one_owner_and_session(tmp_path: Path) -> None:
    database = open_database(tmp_path / "ledger.db")
    ledger = BookmarkLedger(database)
    ledger.add("ann", "day one", Bookmark(5, "b"))
    ledger.add("ann", "day one", Bookmark(3, "a"))
    ledger.add("ann", "day one", Bookmark(5, "again"))
    ledger.add("bob", "day one", Bookmark(9))
    database.close()
    ledger = BookmarkLedger(open_database(tmp_path / "ledger.db"))
    assert ledger.of("ann", "day one") == (Bookmark(3, "a"), Bookmark(5, "again"))
    assert ledger.of("ann", "day two") == ()
    assert ledger.remove("ann", "day one", 3)
    assert not ledger.remove("ann", "day one", 3)


def test_of_very_many_the_latest_are_told() -> None:
    ledger = BookmarkLedger(open_database(None))
    for at in range(MOST + 5):
        ledger.add("ann", "x", Bookmark(at))
    assert [mark.at for mark in ledger.of("ann", "x")] == list(range(5, MOST + 5))
