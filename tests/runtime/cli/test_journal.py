"""`spxcc journal`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from spxcc.ledger.database import open_database
from spxcc.ledger.positions import PositionLedger
from spxcc.runtime.cli.main import cli
from spxcc.runtime.paths import user_paths
from tests.engines.positions.test_track import position


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))


def test_positions_of_the_realm_and_dates() -> None:
    database = open_database(user_paths().ledger_file)
    PositionLedger(database, "live").open("local", position())
    database.close()
    run = CliRunner().invoke
    assert "## 2026-01-14" in run(cli, ["journal"]).stdout
    assert len(json.loads(run(cli, ["journal", "--format", "json"]).stdout)) == 1
    assert json.loads(run(cli, ["journal", "--format", "json", "--to", "2026-01-13"]).stdout) == []
    assert run(cli, ["journal", "--format", "csv"]).stdout.startswith("session,kind,label")
    bad = run(cli, ["journal", "--from", "x"])
    assert (bad.exit_code, "expected a date" in bad.stderr) == (2, True)
