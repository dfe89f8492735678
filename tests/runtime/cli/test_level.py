"""`spxcc level` and `spxcc import-levels`, without a server."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from spxcc.runtime.cli.main import cli


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))


def test_f37_levels_are_added_listed_imported_and_removed(tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert run(cli, ["level", "add", "6895", "my line"]).exit_code == 0
    file = tmp_path / "acme.csv"
    file.write_text("6900,CR\n")
    assert run(cli, ["import-levels", str(file), "--as", "acme", "--json"]).exit_code == 0
    book = json.loads(run(cli, ["level", "list", "--json"]).stdout)
    assert [(one["price"], one["vendor"]) for one in book["levels"]] == [(6895.0, ""), (6900.0, "acme")]
    assert run(cli, ["level", "remove", "6895"]).exit_code == 0
    again = run(cli, ["level", "remove", "6895"])
    assert again.exit_code == 2
    assert "no such level" in again.stderr
    assert json.loads(run(cli, ["level", "list", "--json", "--realm", "sim"]).stdout)["levels"] == []


def test_a_bad_file_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("price\n6900\nx\n")
    found = CliRunner().invoke(cli, ["import-levels", str(file), "--as", "acme"])
    assert found.exit_code == 2
    assert "bad.csv:3: expected a price" in found.stderr


def test_f38_an_empty_scoreboard_says_so() -> None:
    found = CliRunner().invoke(cli, ["level", "score"])
    assert "no touches kept yet" in found.stdout
