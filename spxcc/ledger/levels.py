"""Levels that people typed or imported, and how levels held, session by session."""

from collections.abc import Sequence

from spxcc.engines.levels.result import FamilyScore, OwnLevel, Scoreboard
from spxcc.ledger.database import Database, Schema

LEVELS = Schema(
    "levels",
    (
        """
        CREATE TABLE own_levels (id INTEGER PRIMARY KEY AUTOINCREMENT, realm TEXT NOT NULL, vendor TEXT NOT NULL,
            session TEXT, price REAL NOT NULL, label TEXT NOT NULL, added INTEGER NOT NULL) STRICT;
        CREATE INDEX own_levels_of ON own_levels (realm, vendor);
        CREATE TABLE level_scores (realm TEXT NOT NULL, session TEXT NOT NULL, family TEXT NOT NULL,
            levels INTEGER NOT NULL, touches INTEGER NOT NULL, resolved INTEGER NOT NULL, held INTEGER NOT NULL,
            null_resolved INTEGER NOT NULL, null_held INTEGER NOT NULL, PRIMARY KEY (realm, session, family)) STRICT
        """,
    ),
)


class LevelLedger:
    """One realm (`live`, `sim`, `replay`): levels of a simulation never stand in a real market."""

    def __init__(self, database: Database, realm: str) -> None:
        self._database, self.realm = database, realm
        database.migrate(LEVELS)

    def add(self, price: float, label: str, added: int) -> int:
        """Keep a typed level; its number."""
        return self._database.insert(
            "INSERT INTO own_levels (realm, vendor, session, price, label, added) VALUES (?, '', NULL, ?, ?, ?)",
            self.realm, price, label, added,
        )  # fmt: skip

    def remove(self, number: int) -> bool:
        """Forget a typed level; whether it was there."""
        return self._database.write(
            "DELETE FROM own_levels WHERE realm = ? AND vendor = '' AND id = ?", self.realm, number
        ) > 0  # fmt: skip

    def replace(self, vendor: str, session: str, rows: Sequence[tuple[float, str]], added: int) -> int:
        """All levels of a vendor for one session, instead of those before; how many."""
        with self._database.transaction():
            self._database.write(
                "DELETE FROM own_levels WHERE realm = ? AND vendor = ? AND session = ?", self.realm, vendor, session
            )
            for price, label in rows:
                self._database.write(
                    "INSERT INTO own_levels (realm, vendor, session, price, label, added) VALUES (?, ?, ?, ?, ?, ?)",
                    self.realm, vendor, session, price, label, added,
                )  # fmt: skip
        return len(rows)

    def levels(self, session: str) -> tuple[OwnLevel, ...]:
        """Typed ones, and those imported for `session`; of a vendor numbered by price, lowest first."""
        rows = self._database.rows(
            "SELECT id, vendor, session, price, label, added FROM own_levels WHERE realm = ? AND (session IS NULL "
            "OR session = ?) ORDER BY vendor, price, id",
            self.realm, session,
        )  # fmt: skip
        numbers: dict[str, int] = {}
        found: list[OwnLevel] = []
        for number, vendor, day, price, label, added in rows:
            numbers[vendor] = numbers.get(vendor, 0) + 1
            own = numbers[vendor] if vendor else number
            found.append(OwnLevel(number=own, price=price, label=label, added=added, vendor=vendor, session=day))
        return tuple(found)

    def keep(self, scores: Scoreboard) -> None:
        """The counts of a session, instead of those before."""
        with self._database.transaction():
            for one in scores.groups:
                self._database.write(
                    "INSERT OR REPLACE INTO level_scores VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    self.realm, scores.session, one.group, one.levels, one.touches, one.resolved, one.held,
                    one.null_resolved, one.null_held,
                )  # fmt: skip

    def totals(self) -> tuple[tuple[FamilyScore, int], ...]:
        """Counts over all sessions by group, and over how many sessions."""
        rows = self._database.rows(
            "SELECT family, SUM(levels), SUM(touches), SUM(resolved), SUM(held), SUM(null_resolved), SUM(null_held), "
            "COUNT(*) FROM level_scores WHERE realm = ? GROUP BY family ORDER BY family",
            self.realm,
        )
        return tuple((FamilyScore(*row[:7]), int(row[7])) for row in rows)
