"""Instants of replayed sessions that a user wants to find again."""

from spxcc.engines.replay.result import Bookmark
from spxcc.ledger.database import Database, Schema

BOOKMARKS = Schema(
    "bookmarks",
    (
        """
        CREATE TABLE bookmarks (owner TEXT NOT NULL, title TEXT NOT NULL, at INTEGER NOT NULL, note TEXT NOT NULL,
            PRIMARY KEY (owner, title, at)) STRICT
        """,
    ),
)
MOST = 50
"""Of one session."""


class BookmarkLedger:
    """Bookmarks by owner and session. title: names the session, as the feed's plan does."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.migrate(BOOKMARKS)

    def add(self, owner: str, title: str, mark: Bookmark) -> None:
        """Keep one; a second at the same instant replaces its note."""
        self._database.write("INSERT OR REPLACE INTO bookmarks VALUES (?, ?, ?, ?)", owner, title, mark.at, mark.note)

    def remove(self, owner: str, title: str, at: int) -> bool:
        """Forget one; whether it was there."""
        return self._database.write(
            "DELETE FROM bookmarks WHERE owner = ? AND title = ? AND at = ?", owner, title, at
        ) > 0  # fmt: skip

    def of(self, owner: str, title: str) -> tuple[Bookmark, ...]:
        """Those of a session, the earliest first; of very many the latest made."""
        rows = self._database.rows(
            "SELECT at, note FROM bookmarks WHERE owner = ? AND title = ? ORDER BY rowid DESC LIMIT ?",
            owner, title, MOST,
        )  # fmt: skip
        return tuple(sorted((Bookmark(at, note) for at, note in rows), key=lambda mark: mark.at))
