"""Own levels and the scoreboard on disk."""

from pathlib import Path

from spxcc.engines.levels.result import FamilyScore, Scoreboard
from spxcc.ledger.database import open_database
from spxcc.ledger.levels import LevelLedger

DAY, NEXT = "2026-03-24", "2026-03-25"


def test_levels_of_a_realm_survive_and_never_meet_another_realm(tmp_path: Path) -> None:
    database = open_database(tmp_path / "ledger.db")
    ledger = LevelLedger(database, "live")
    number = ledger.add(6895.0, "my line", 5)
    ledger.replace("acme", DAY, [(6910.0, "b"), (6900.0, "a")], 6)
    database.close()
    database = open_database(tmp_path / "ledger.db")
    ledger = LevelLedger(database, "live")
    assert [(one.vendor, one.number, one.price) for one in ledger.levels(DAY)] == [
        ("", number, 6895.0), ("acme", 1, 6900.0), ("acme", 2, 6910.0),
    ]  # fmt: skip
    assert [one.price for one in ledger.levels(NEXT)] == [6895.0]
    assert LevelLedger(database, "sim").levels(DAY) == ()
    assert not LevelLedger(database, "sim").remove(number)
    assert ledger.remove(number)
    assert not ledger.remove(number)


def test_f38_a_session_is_counted_once_however_often_it_is_kept() -> None:
    ledger = LevelLedger(open_database(None), "live")
    one = FamilyScore("gamma", 1, 2, 2, 1, 4, 2)
    for session in (DAY, DAY, NEXT):
        ledger.keep(Scoreboard(session=session, groups=(one,)))
    assert ledger.totals() == ((FamilyScore("gamma", 2, 4, 4, 2, 8, 4), 2),)
