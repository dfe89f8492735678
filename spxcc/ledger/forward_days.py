"""The minutes of the days on which outcomes were measured live: what random entries and the lag test are made from."""

import msgspec

from spxcc.ledger.database import Database, Schema

FORWARD_DAYS = Schema(
    "forward_days",
    ("CREATE TABLE forward_days (session TEXT PRIMARY KEY, minutes INTEGER NOT NULL, body BLOB NOT NULL) STRICT",),
)


class DayMinutes(msgspec.Struct, frozen=True, kw_only=True):
    """Closed minute bars of one session, oldest first, in columns of equal length; `start` in ms, prices in points."""

    start: tuple[int, ...]
    open: tuple[float, ...]
    high: tuple[float, ...]
    low: tuple[float, ...]
    close: tuple[float, ...]


class ForwardDays:
    """Reads and writes the table of `FORWARD_DAYS`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.migrate(FORWARD_DAYS)

    def keep(self, session: str, minutes: DayMinutes) -> None:
        """The session so far; one that had more minutes already is left as it is."""
        with self._database.transaction():
            self._database.write(
                "INSERT INTO forward_days VALUES (?, ?, ?) ON CONFLICT (session) DO UPDATE "
                "SET minutes = excluded.minutes, body = excluded.body WHERE excluded.minutes > forward_days.minutes",
                session, len(minutes.start), msgspec.msgpack.encode(minutes),
            )  # fmt: skip

    def counts(self) -> dict[str, int]:
        """Minutes that are kept, by session."""
        return dict(self._database.rows("SELECT session, minutes FROM forward_days ORDER BY session"))

    def minutes(self, session: str) -> DayMinutes | None:
        """Minutes of one session; `None` where none were kept. Raises msgspec.MsgspecError for a damaged one."""
        rows = self._database.rows("SELECT body FROM forward_days WHERE session = ?", session)
        return msgspec.msgpack.decode(rows[0][0], type=DayMinutes) if rows else None
