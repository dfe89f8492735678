"""Counts session by session."""

from pathlib import Path

from spxcc.engines.prediction.result import ConeCount, ConeCounts
from spxcc.ledger.database import open_database
from spxcc.ledger.tallies import TallyLedger


def counts(session: str, n: int) -> ConeCounts:
    return ConeCounts(session=session, sessions=1, counts={"5m": ConeCount(label="5m", n=n)})


def test_sessions_before_are_told_once_each_and_realms_never_meet(tmp_path: Path) -> None:
    database = open_database(tmp_path / "ledger.db")
    ledger = TallyLedger(database, "cones", "live")
    for session, n in (("2026-03-23", 1), ("2026-03-24", 2), ("2026-03-24", 3)):
        ledger.keep(session, counts(session, n))
    database.close()
    ledger = TallyLedger(open_database(tmp_path / "ledger.db"), "cones", "live")
    assert [one.counts["5m"].n for one in ledger.before("2026-03-25", ConeCounts)] == [1, 3]
    assert [one.counts["5m"].n for one in ledger.before("2026-03-24", ConeCounts)] == [1]
    database = open_database(tmp_path / "ledger.db")
    assert tuple(TallyLedger(database, "cones", "sim").before("2026-03-25", ConeCounts)) == ()
    assert tuple(TallyLedger(database, "claims", "live").before("2026-03-25", ConeCounts)) == ()
