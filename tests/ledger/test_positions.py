"""Positions on disk."""

from pathlib import Path

import msgspec

from spxcc.ledger.database import open_database
from spxcc.ledger.positions import PositionLedger
from tests.engines.positions.test_track import position


def test_open_positions_survive_and_realms_and_runs_never_meet(tmp_path: Path) -> None:
    database = open_database(tmp_path / "ledger.db")
    ledger = PositionLedger(database, "live")
    one = ledger.open("ann", position())
    two = ledger.open("ann", position("short"))
    ledger.keep(msgspec.structs.replace(two, closed=5))
    database.close()
    database = open_database(tmp_path / "ledger.db")
    ledger = PositionLedger(database, "live")
    assert ledger.standing() == (("ann", one),)
    assert [each.id for each in ledger.of("ann", "2026-01-14")] == [one.id, two.id]
    assert ledger.of("bob", "2026-01-14") == ()
    assert PositionLedger(database, "sim").standing() == ()
    assert PositionLedger(database, "live", "run2").standing() == ()
    assert len(ledger.between("ann", "2026-01-14", "2026-01-14")) == 2
    assert ledger.between("ann", "2026-01-15", "2026-02-01") == ()
    ledger.drop(one.id)
    assert ledger.standing() == ()
