"""Numbers by session and minute of the day: what a minute is compared with later."""

from spxcc.ledger.database import Database, Schema

MINUTES = Schema(
    "minutes",
    (
        """
        CREATE TABLE minutes (noun TEXT NOT NULL, realm TEXT NOT NULL, session TEXT NOT NULL, minute TEXT NOT NULL,
            value REAL NOT NULL, PRIMARY KEY (noun, realm, session, minute)) STRICT, WITHOUT ROWID
        """,
    ),
)


class MinuteLedger:
    """One noun of one realm (`live`, `sim`, `replay`): a simulation is no history of a real market."""

    def __init__(self, database: Database, noun: str, realm: str) -> None:
        self._database, self._noun, self.realm = database, noun, realm
        database.migrate(MINUTES)

    def keep(self, session: str, minute: str, value: float) -> None:
        """The number of a minute ("10:42", exchange time), instead of that of an earlier run of the session."""
        self._database.write(
            "INSERT OR REPLACE INTO minutes VALUES (?, ?, ?, ?, ?)", self._noun, self.realm, session, minute, value
        )

    def before(self, session: str, sessions: int) -> dict[str, tuple[float, ...]]:
        """Of the newest `sessions` sessions before this one, by ascending minute; oldest session first."""
        rows = self._database.rows(
            """
            SELECT minute, value FROM minutes WHERE noun = ?1 AND realm = ?2 AND session IN (SELECT DISTINCT session
            FROM minutes WHERE noun = ?1 AND realm = ?2 AND session < ?3 ORDER BY session DESC LIMIT ?4)
            ORDER BY minute, session
            """,
            self._noun, self.realm, session, sessions,
        )  # fmt: skip
        found: dict[str, list[float]] = {}
        for minute, value in rows:
            found.setdefault(minute, []).append(value)
        return {minute: tuple(values) for minute, values in found.items()}
