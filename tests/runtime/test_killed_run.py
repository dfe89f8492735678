"""A run that is killed in the middle of its session and started again says the same."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from spxcc.ledger.database import open_database
from spxcc.ledger.levels import LevelLedger

MINUTES = "1.5"


def command(ledger: Path) -> list[str]:
    return [sys.executable, "-m", "tests.runtime.killed_run", str(ledger), MINUTES]


def whole(ledger: Path) -> list[str]:
    """What a run to its end prints, without the minutes."""
    done = subprocess.run(command(ledger), capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if line != "minute"]


@pytest.mark.slow
def test_f43_f48_after_a_kill_the_same_digest_no_repeated_alert_and_the_same_setups(tmp_path: Path) -> None:
    ledger, fresh = tmp_path / "ledger.db", tmp_path / "fresh.db"
    database = open_database(ledger)
    LevelLedger(database, "sim").add(6090.0, "mine", 1)
    database.close()
    shutil.copy(ledger, fresh)
    with subprocess.Popen(command(ledger), stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        seen = [killed.stdout.readline() for _ in range(1)]
        killed.send_signal(signal.SIGKILL)
    assert seen == ["minute\n"]
    assert killed.returncode == -signal.SIGKILL
    again, never_killed = whole(ledger), whole(fresh)
    assert again == never_killed
    frames, _, own, most = again[0].split()
    assert int(frames) > 100
    assert (own, most) == ("1", "1")
