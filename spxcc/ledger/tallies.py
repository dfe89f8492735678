"""Counts of what was predicted and said, session by session: cones by horizon, claims by type of message."""

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from spxcc.ledger.database import Database, Schema

T = TypeVar("T", bound=msgspec.Struct)
TALLIES = Schema(
    "tallies",
    (
        """
        CREATE TABLE tallies (noun TEXT NOT NULL, realm TEXT NOT NULL, session TEXT NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY (noun, realm, session)) STRICT
        """,
    ),
)


class TallyLedger:
    """One noun of one realm (`live`, `sim`, `replay`): a simulation proves nothing about a real market."""

    def __init__(self, database: Database, noun: str, realm: str) -> None:
        self._database, self._noun, self.realm = database, noun, realm
        database.migrate(TALLIES)

    def keep(self, session: str, tally: msgspec.Struct) -> None:
        """The counts of a session, instead of those before."""
        self._database.write(
            "INSERT OR REPLACE INTO tallies VALUES (?, ?, ?, ?)",
            self._noun, self.realm, session, msgspec.json.encode(tally),
        )  # fmt: skip

    def before(self, session: str, kind: type[T]) -> Iterable[T]:
        """Those of every earlier session, oldest first. A session that is played again does not count itself."""
        rows = self._database.rows(
            "SELECT body FROM tallies WHERE noun = ? AND realm = ? AND session < ? ORDER BY session",
            self._noun, self.realm, session,
        )  # fmt: skip
        return tuple(msgspec.json.decode(body, type=kind) for (body,) in rows)
