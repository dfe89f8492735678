"""Plan cards as they were frozen, their amendments, the trades that were marked, and rules that were overridden."""

import msgspec

from spxcc.engines.plan.result import Amendment, PlanCard, Trade
from spxcc.engines.risk.result import Override
from spxcc.ledger.database import Database, Schema

PLANS = Schema(
    "plans",
    (
        """
        CREATE TABLE plans (owner TEXT NOT NULL, realm TEXT NOT NULL, session TEXT NOT NULL, at INTEGER NOT NULL,
            digest TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (owner, realm, session)) STRICT;
        CREATE TABLE plan_amendments (owner TEXT NOT NULL, realm TEXT NOT NULL, session TEXT NOT NULL,
            body BLOB NOT NULL) STRICT;
        CREATE INDEX plan_amendments_of ON plan_amendments (owner, realm, session);
        CREATE TABLE trades (id INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, realm TEXT NOT NULL,
            session TEXT NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE INDEX trades_of ON trades (owner, realm, session)
        """,
        """
        CREATE TABLE overrides (owner TEXT NOT NULL, realm TEXT NOT NULL, session TEXT NOT NULL,
            body BLOB NOT NULL) STRICT;
        CREATE INDEX overrides_of ON overrides (owner, realm, session)
        """,
    ),
)


class PlanLedger:
    """One realm (`live`, `sim`, `replay`): days of a simulation never mix with real ones.

    run: of a played session, so that the same day played again begins without the cards and marks of the last time.
    """

    def __init__(self, database: Database, realm: str, run: str = "") -> None:
        self._database, self.realm = database, f"{realm}:{run}" if run else realm
        self._kin = f"{realm}:%" if run else realm
        database.migrate(PLANS)

    def freeze(self, owner: str, session: str, at: int, digest: str, card: PlanCard) -> bool:
        """Keep the card of a session; false if there is one already, which stays."""
        return self._database.write(
            "INSERT OR IGNORE INTO plans VALUES (?, ?, ?, ?, ?, ?)",
            owner, self.realm, session, at, digest, msgspec.json.encode(card),
        ) > 0  # fmt: skip

    def frozen(self, owner: str, session: str) -> tuple[PlanCard, str, int] | None:
        """Card, digest and when (market ms)."""
        rows = self._database.rows(
            "SELECT body, digest, at FROM plans WHERE owner = ? AND realm = ? AND session = ?",
            owner, self.realm, session,
        )  # fmt: skip
        return (msgspec.json.decode(rows[0][0], type=PlanCard), rows[0][1], rows[0][2]) if rows else None

    def before(self, owner: str, session: str) -> PlanCard | None:
        """The card that was frozen last, of another session or run than this, as it was amended last."""
        rows = self._database.rows(
            "SELECT realm, session, body FROM plans WHERE owner = ? AND realm LIKE ? "
            "AND NOT (realm = ? AND session >= ?) ORDER BY rowid DESC LIMIT 1",
            owner, self._kin, self.realm, session,
        )  # fmt: skip
        if not rows:
            return None
        changed = self._amendments(owner, rows[0][0], rows[0][1])
        return changed[-1].card if changed else msgspec.json.decode(rows[0][2], type=PlanCard)

    def amend(self, owner: str, session: str, amendment: Amendment) -> None:
        """Append one; none is ever changed."""
        self._database.write(
            "INSERT INTO plan_amendments VALUES (?, ?, ?, ?)",
            owner, self.realm, session, msgspec.json.encode(amendment),
        )  # fmt: skip

    def amendments(self, owner: str, session: str) -> tuple[Amendment, ...]:
        """In the order in which they were made."""
        return self._amendments(owner, self.realm, session)

    def _amendments(self, owner: str, realm: str, session: str) -> tuple[Amendment, ...]:
        rows = self._database.rows(
            "SELECT body FROM plan_amendments WHERE owner = ? AND realm = ? AND session = ? ORDER BY rowid",
            owner, realm, session,
        )  # fmt: skip
        return tuple(msgspec.json.decode(body, type=Amendment) for (body,) in rows)

    def open_trade(self, owner: str, session: str, trade: Trade) -> Trade:
        """Keep a new trade; it comes back with its number."""
        with self._database.transaction():
            number = self._database.insert(
                "INSERT INTO trades (owner, realm, session, body) VALUES (?, ?, ?, ?)",
                owner, self.realm, session, b"",
            )  # fmt: skip
            numbered = msgspec.structs.replace(trade, id=number)
            self._database.write("UPDATE trades SET body = ? WHERE id = ?", msgspec.json.encode(numbered), number)
        return numbered

    def change_trade(self, owner: str, trade: Trade) -> bool:
        """Replace what is known of a trade; whether it is there."""
        return self._database.write(
            "UPDATE trades SET body = ? WHERE owner = ? AND realm = ? AND id = ?",
            msgspec.json.encode(trade), owner, self.realm, trade.id,
        ) > 0  # fmt: skip

    def drop_trade(self, owner: str, number: int) -> bool:
        """A mark that was a mistake; whether it was there."""
        return self._database.write(
            "DELETE FROM trades WHERE owner = ? AND realm = ? AND id = ?", owner, self.realm, number
        ) > 0  # fmt: skip

    def trades(self, owner: str, session: str) -> tuple[Trade, ...]:
        """Of a session, in the order in which they were marked."""
        rows = self._database.rows(
            "SELECT body FROM trades WHERE owner = ? AND realm = ? AND session = ? ORDER BY id",
            owner, self.realm, session,
        )  # fmt: skip
        return tuple(msgspec.json.decode(body, type=Trade) for (body,) in rows)

    def override(self, owner: str, session: str, override: Override) -> None:
        """Append one; none is ever changed or taken back."""
        self._database.write(
            "INSERT INTO overrides VALUES (?, ?, ?, ?)", owner, self.realm, session, msgspec.json.encode(override)
        )

    def overrides(self, owner: str, session: str) -> tuple[Override, ...]:
        """In the order in which they were typed."""
        rows = self._database.rows(
            "SELECT body FROM overrides WHERE owner = ? AND realm = ? AND session = ? ORDER BY rowid",
            owner, self.realm, session,
        )  # fmt: skip
        return tuple(msgspec.json.decode(body, type=Override) for (body,) in rows)

    def owners(self, session: str) -> tuple[str, ...]:
        """Whoever has a card, a trade or an override in a session."""
        rows = self._database.rows(
            "SELECT owner FROM plans WHERE realm = ? AND session = ? "
            "UNION SELECT owner FROM trades WHERE realm = ? AND session = ? "
            "UNION SELECT owner FROM overrides WHERE realm = ? AND session = ?",
            *(self.realm, session) * 3,
        )  # fmt: skip
        return tuple(owner for (owner,) in rows)
