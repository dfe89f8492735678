"""Files and directories, looked at and left alone."""

import os
import sqlite3
from pathlib import Path

import pytest

from spxcc.ledger.alerts import ALERTS
from spxcc.ledger.database import Schema, open_database
from spxcc.runtime.config import load
from spxcc.runtime.doctor.local_probe import EXTRAS, probe_directory, probe_ledger, probe_local
from spxcc.runtime.paths import Paths


def test_f62_nothing_is_made_by_looking(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "c", tmp_path / "s", tmp_path / "r")
    found = probe_local(paths, load(paths, {"SPXCC_PORT": "0"}), "", None)
    assert list(tmp_path.iterdir()) == []
    assert (found.config_exists, found.state.exists, found.state.writable) == (False, False, True)
    assert found.ledger.exists is False
    assert found.events > 0
    assert set(found.extras) == set(EXTRAS)


def test_directories(tmp_path: Path) -> None:
    found = probe_directory(tmp_path)
    assert (found.exists, found.writable) == (True, True)
    assert found.free_bytes
    (tmp_path / "file").touch()
    assert not probe_directory(tmp_path / "file" / "below").writable


def test_a_directory_of_others_is_not_writable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert not probe_directory(tmp_path / "below").writable


def test_f62_ledgers(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    open_database(path, [ALERTS]).close()
    assert probe_ledger(path) == probe_ledger(path)
    assert (probe_ledger(path).trouble, probe_ledger(path).newer) == ("", ())
    open_database(tmp_path / "new.db", [Schema("alerts", (*ALERTS.steps, "CREATE TABLE x (y)"))]).close()
    assert probe_ledger(tmp_path / "new.db").newer == ("alerts",)
    (tmp_path / "bad.db").write_bytes(b"no database at all, but long enough to be read as one" * 9)
    assert "not a database" in probe_ledger(tmp_path / "bad.db").trouble
    sqlite3.connect(tmp_path / "empty.db").close()
    (tmp_path / "empty.db").touch()
    assert probe_ledger(tmp_path / "empty.db").trouble == ""


def test_a_calendar_with_mistakes_is_told(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text("[[event]]\nid = ''\n")
    paths = Paths(tmp_path, tmp_path / "s", tmp_path / "r")
    assert "expected an id" in probe_local(paths, load(paths, {"SPXCC_PORT": "0"}), "", None).event_problems[0]
