"""Plan cards and marks are kept; what was frozen stays."""

import signal
import subprocess
import sys
from pathlib import Path

import msgspec

from spxcc.engines.plan.result import Amendment, PlanCard, Trade
from spxcc.ledger.database import Schema, open_database
from spxcc.ledger.plans import PLANS, PlanLedger

LONG, SHORT = PlanCard(bias="long"), PlanCard(bias="short")


def test_a_card_is_frozen_once_and_survives_a_restart(tmp_path: Path) -> None:
    database = open_database(tmp_path / "ledger.db")
    ledger = PlanLedger(database, "live")
    assert ledger.freeze("ann", "2026-03-24", 5, "d1", LONG)
    assert not ledger.freeze("ann", "2026-03-24", 6, "d2", SHORT)
    change = Amendment(at=7, reason="CPI", card=SHORT, digest="d2")
    ledger.amend("ann", "2026-03-24", change)
    database.close()
    database = open_database(tmp_path / "ledger.db")
    ledger = PlanLedger(database, "live")
    assert ledger.frozen("ann", "2026-03-24") == (LONG, "d1", 5)
    assert ledger.amendments("ann", "2026-03-24") == (change,)
    assert ledger.before("ann", "2026-03-25") == SHORT
    assert ledger.before("ann", "2026-03-24") is None
    assert PlanLedger(database, "sim").frozen("ann", "2026-03-24") is None
    assert ledger.frozen("bob", "2026-03-24") is None


def test_a_day_played_again_begins_anew_but_from_the_last_card() -> None:
    database = open_database(None)
    first, second = PlanLedger(database, "sim", "r1"), PlanLedger(database, "sim", "r2")
    first.freeze("ann", "2026-03-24", 5, "d1", LONG)
    first.open_trade("ann", "2026-03-24", Trade(id=0, label="a", opened=1))
    assert second.frozen("ann", "2026-03-24") is None
    assert second.trades("ann", "2026-03-24") == ()
    assert second.before("ann", "2026-03-24") == LONG
    assert PlanLedger(database, "live").before("ann", "2026-03-24") is None


def test_marks_are_numbered_changed_and_taken_back() -> None:
    ledger = PlanLedger(open_database(None), "sim")
    first = ledger.open_trade("ann", "2026-03-24", Trade(id=0, label="a", opened=1))
    second = ledger.open_trade("ann", "2026-03-24", Trade(id=0, label="b", opened=2))
    assert second.id > first.id > 0
    closed = msgspec.structs.replace(first, closed=3, r=-1.0)
    assert ledger.change_trade("ann", closed)
    assert not ledger.change_trade("bob", closed)
    assert not ledger.drop_trade("bob", second.id)
    assert ledger.trades("ann", "2026-03-24") == (closed, second)
    assert ledger.drop_trade("ann", second.id)
    assert ledger.trades("ann", "2026-03-24") == (closed,)
    assert ledger.owners("2026-03-24") == ("ann",)
    assert ledger.owners("2026-03-25") == ()


KILLED = """
import os, signal, sys
from pathlib import Path
from spxcc.engines.risk.result import Override
from spxcc.ledger.database import open_database
from spxcc.ledger.plans import PlanLedger

ledger = PlanLedger(open_database(Path(sys.argv[1])), "live")
override = Override(at=5, key="quiet FOMC", state="COOLDOWN", rule="blackout around FOMC", reason="it was priced")
ledger.override("ann", "2026-03-24", override)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_an_override_is_kept_though_the_program_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ended = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    ledger = PlanLedger(open_database(path), "live")
    (kept,) = ledger.overrides("ann", "2026-03-24")
    assert (kept.key, kept.reason, kept.at) == ("quiet FOMC", "it was priced", 5)
    assert ledger.owners("2026-03-24") == ("ann",)
    assert ledger.overrides("bob", "2026-03-24") == ()
    assert ledger.overrides("ann", "2026-03-25") == ()


def test_a_ledger_of_before_the_overrides_is_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    database = open_database(path, (Schema("plans", PLANS.steps[:1]),))
    database.close()
    assert PlanLedger(open_database(path), "live").overrides("ann", "2026-03-24") == ()
