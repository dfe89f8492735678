"""Positions by owner and session."""

import msgspec

from spxcc.engines.positions.result import Position
from spxcc.ledger.database import Database, Schema

POSITIONS = Schema(
    "positions",
    (
        """
        CREATE TABLE positions (id INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, realm TEXT NOT NULL,
            run TEXT NOT NULL, session TEXT NOT NULL, is_open INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE INDEX positions_of ON positions (realm, run, is_open)
        """,
    ),
)


class PositionLedger:
    """One realm (`live`, `sim`, `replay`); run: of a played session, which begins without those of the last time."""

    def __init__(self, database: Database, realm: str, run: str = "") -> None:
        self._database, self.realm, self._run = database, realm, run
        database.migrate(POSITIONS)

    def open(self, owner: str, position: Position) -> Position:
        """Keep a new one; it comes back with its number."""
        with self._database.transaction():
            number = self._database.insert(
                "INSERT INTO positions (owner, realm, run, session, is_open, body) VALUES (?, ?, ?, ?, 1, ?)",
                owner, self.realm, self._run, position.session, b"",
            )  # fmt: skip
            numbered = msgspec.structs.replace(position, id=number)
            self.keep(numbered)
        return numbered

    def keep(self, position: Position) -> None:
        """Replace what is known of one."""
        self._database.write(
            "UPDATE positions SET body = ?, is_open = ? WHERE id = ?",
            msgspec.json.encode(position), position.closed is None, position.id,
        )  # fmt: skip

    def drop(self, number: int) -> None:
        """One that was a mistake."""
        self._database.write("DELETE FROM positions WHERE id = ?", number)

    def standing(self) -> tuple[tuple[str, Position], ...]:
        """All open ones of this run with their owners, the oldest first."""
        rows = self._database.rows(
            "SELECT owner, body FROM positions WHERE realm = ? AND run = ? AND is_open = 1 ORDER BY id",
            self.realm, self._run,
        )  # fmt: skip
        return tuple((owner, msgspec.json.decode(body, type=Position)) for owner, body in rows)

    def of(self, owner: str, session: str) -> tuple[Position, ...]:
        """Of a session of this run, the oldest first."""
        rows = self._database.rows(
            "SELECT body FROM positions WHERE owner = ? AND realm = ? AND run = ? AND session = ? ORDER BY id",
            owner, self.realm, self._run, session,
        )  # fmt: skip
        return tuple(msgspec.json.decode(body, type=Position) for (body,) in rows)

    def between(self, owner: str, begin: str, end: str) -> tuple[Position, ...]:
        """Of all runs of the realm, sessions from `begin` to `end` (ISO dates, both counted), the oldest first."""
        rows = self._database.rows(
            "SELECT body FROM positions WHERE owner = ? AND realm = ? AND session BETWEEN ? AND ? "
            "ORDER BY session, id",
            owner, self.realm, begin, end,
        )  # fmt: skip
        return tuple(msgspec.json.decode(body, type=Position) for (body,) in rows)
