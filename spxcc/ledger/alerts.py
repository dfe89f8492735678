"""Alerts of every owner, their latches, what fired, and until when somebody wants quiet."""

import logging
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import msgspec

from spxcc.engines.alerts.result import RECENT, Alert, Fired, Latch, Realm
from spxcc.ledger.database import Database, Schema

log = logging.getLogger(__name__)

ALERTS = Schema(
    "alerts",
    (
        """
        CREATE TABLE alerts (id INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, realm TEXT NOT NULL,
            body BLOB NOT NULL, latch BLOB NOT NULL) STRICT;
        CREATE TABLE alerts_fired (owner TEXT NOT NULL, realm TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL,
            body BLOB NOT NULL, acknowledged INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (owner, realm, id)) STRICT;
        CREATE INDEX alerts_fired_at ON alerts_fired (owner, realm, at);
        CREATE TABLE alerts_muted (owner TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT
        """,
    ),
)


class Owned(NamedTuple):
    """An alert, whose it is and what it remembers."""

    owner: str
    alert: Alert
    latch: Latch


class AlertLedger:
    """Reads and writes one realm of the tables of `ALERTS`."""

    def __init__(self, database: Database, realm: Realm) -> None:
        self._database = database
        self.realm: Realm = realm
        database.migrate(ALERTS)

    def everything(self) -> tuple[Owned, ...]:
        """Alerts of all owners, oldest first; one that cannot be read stays in the file and is told in the log."""
        rows = self._database.rows("SELECT id, owner, body, latch FROM alerts WHERE realm = ? ORDER BY id", self.realm)
        found: list[Owned] = []
        for number, owner, body, latch in rows:
            try:
                alert, kept = msgspec.json.decode(body, type=Alert), msgspec.json.decode(latch, type=Latch)
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                log.error("alert %d of the ledger cannot be read and is left out: %s", number, error)
            else:
                found.append(Owned(owner, alert, kept))
        return tuple(found)

    def add(self, owner: str, alert: Alert) -> Alert:
        """Keep a new alert; it comes back with its number."""
        with self._database.transaction():
            number = self._database.insert(
                "INSERT INTO alerts (owner, realm, body, latch) VALUES (?, ?, ?, ?)",
                owner, self.realm, b"", msgspec.json.encode(Latch()),
            )  # fmt: skip
            numbered = msgspec.structs.replace(alert, id=number)
            self._database.write("UPDATE alerts SET body = ? WHERE id = ?", msgspec.json.encode(numbered), number)
        return numbered

    def remove(self, owner: str, number: int) -> bool:
        """Forget an alert; what it said stays. Whether it was there."""
        return self._database.write(
            "DELETE FROM alerts WHERE owner = ? AND realm = ? AND id = ?", owner, self.realm, number
        ) > 0  # fmt: skip

    def settle(self, owner: str, latches: Mapping[int, Latch], fired: Iterable[Fired]) -> tuple[Fired, ...]:
        """Keep latches and firings together; those that were not there before, which alone are to be told."""
        new: list[Fired] = []
        with self._database.transaction():
            for number, latch in latches.items():
                self._database.write(
                    "UPDATE alerts SET latch = ? WHERE owner = ? AND realm = ? AND id = ?",
                    msgspec.json.encode(latch), owner, self.realm, number,
                )  # fmt: skip
            for one in fired:
                count = self._database.write(
                    "INSERT OR IGNORE INTO alerts_fired (owner, realm, id, at, body) VALUES (?, ?, ?, ?, ?)",
                    owner, self.realm, one.id, one.at, msgspec.json.encode(one),
                )  # fmt: skip
                new += [one] if count else []
        return tuple(new)

    def fired(self, owner: str, limit: int = RECENT) -> tuple[Fired, ...]:
        """The newest, in the order in which they fired; those that cannot be read are left out."""
        rows = self._database.rows(
            "SELECT body, acknowledged FROM alerts_fired WHERE owner = ? AND realm = ? "
            "ORDER BY rowid DESC LIMIT ?", owner, self.realm, limit,
        )  # fmt: skip
        found: list[Fired] = []
        for body, seen in reversed(rows):
            try:
                one = msgspec.json.decode(body, type=Fired)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                continue
            found.append(msgspec.structs.replace(one, acknowledged=bool(seen)))
        return tuple(found)

    def unsay(self, owner: str, number: int, since: int) -> None:
        """Forget what an alert said after `since` (ms), so that the same may be told again."""
        rows = self._database.rows(
            "SELECT id, body FROM alerts_fired WHERE owner = ? AND realm = ? AND at > ?", owner, self.realm, since
        )  # fmt: skip
        with self._database.transaction():
            for key, body in rows:
                if _speaker(body) == number:
                    self._database.write(
                        "DELETE FROM alerts_fired WHERE owner = ? AND realm = ? AND id = ?", owner, self.realm, key
                    )  # fmt: skip

    def acknowledge(self, owner: str, ids: Collection[str] | None) -> int:
        """Mark firings as seen, all of them for `None`; how many were not before."""
        base = "UPDATE alerts_fired SET acknowledged = 1 WHERE owner = ? AND realm = ? AND acknowledged = 0"
        if ids is None:
            return self._database.write(base, owner, self.realm)
        with self._database.transaction():
            return sum(self._database.write(f"{base} AND id = ?", owner, self.realm, one) for one in ids)

    def mute(self, owner: str, until: int) -> None:
        """No bell and no desktop notice until then (ms of the machine's clock)."""
        self._database.write("INSERT OR REPLACE INTO alerts_muted VALUES (?, ?)", owner, until)

    def muted_until(self, owner: str) -> int | None:
        """As `mute` said last."""
        rows = self._database.rows("SELECT until FROM alerts_muted WHERE owner = ?", owner)
        return int(rows[0][0]) if rows else None


def _speaker(body: bytes) -> int | None:
    """Number of the alert that fired; `None` for what cannot be read."""
    try:
        return msgspec.json.decode(body, type=Fired).alert
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
