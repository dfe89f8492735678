"""Numbers by session and minute."""

from pathlib import Path

from spxcc.ledger.database import open_database
from spxcc.ledger.minutes import MinuteLedger


def test_earlier_sessions_are_told_by_minute_and_realms_never_meet(tmp_path: Path) -> None:
    ledger = MinuteLedger(open_database(tmp_path / "ledger.db"), "premium", "live")
    for session, minute, value in (
        ("2026-03-24", "10:00", 3.0), ("2026-03-23", "10:01", 1.5), ("2026-03-23", "10:00", 1.0),
        ("2026-03-23", "10:00", 2.0), ("2026-03-20", "10:00", 9.0),
    ):  # fmt: skip
        ledger.keep(session, minute, value)
    # The first is left open, as after kill −9.
    database = open_database(tmp_path / "ledger.db")
    again = MinuteLedger(database, "premium", "live")
    assert again.before("2026-03-25", 2) == {"10:00": (2.0, 3.0), "10:01": (1.5,)}
    assert again.before("2026-03-24", 9) == {"10:00": (9.0, 2.0), "10:01": (1.5,)}, "its own are not among them"
    assert MinuteLedger(database, "premium", "sim").before("2026-03-25", 9) == {}
    assert MinuteLedger(database, "other", "live").before("2026-03-25", 9) == {}
