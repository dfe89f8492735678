"""`spxcc score`."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from spxcc.runtime.cli.main import cli
from tests.runtime.score.files import file_of


def run(ledger: Path, *args: str) -> Result:
    return CliRunner().invoke(cli, ["score", "--ledger", str(ledger), *args])


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A ledger with ten days decided, and their file."""
    folder = tmp_path_factory.mktemp("score")
    source, ledger = file_of(folder), folder / "kept.db"
    result = run(ledger, "--days", str(source))
    assert result.exit_code == 0
    assert "BACKTEST" in result.stdout
    assert "0/5 2024-07-01" in result.stderr
    assert "not decided fade_at_wall" in result.stderr
    return ledger, source


def test_a_cold_start_says_that_only_the_null_is_known(tmp_path: Path) -> None:
    result = run(tmp_path / "new.db")
    assert (result.exit_code, result.stdout.strip()) == (0, "no outcome yet: a walk without drift is all that is known")
    assert json.loads(run(tmp_path / "new.db", "--json").stdout)["cells"] == []


def test_f45_the_json_has_every_share_with_its_company(kept: tuple[Path, Path]) -> None:
    cells = json.loads(run(kept[0], "--json").stdout)["cells"]
    assert cells
    for cell in cells:
        assert {"probability", "n", "days", "low", "high", "null", "grade"} <= cell.keys()
        assert cell["key"]["source"] == "backtest"
    assert json.loads(run(kept[0], "--forward", "--json").stdout)["cells"] == []
    kind = cells[0]["key"]["kind"]
    assert {cell["key"]["kind"] for cell in json.loads(run(kept[0], kind, "--json").stdout)["cells"]} == {kind}


def test_a_second_run_has_nothing_left_to_do(kept: tuple[Path, Path]) -> None:
    again = run(kept[0], "--days", str(kept[1]))
    assert "0 new outcomes, 5 days were there already" in again.stderr
    assert "late R" in run(kept[0], "--lag", "1").stdout
    assert "## What the setups are worth" in run(kept[0], "--markdown").stdout


def test_one_day_is_told_outcome_by_outcome(kept: tuple[Path, Path], tmp_path: Path) -> None:
    result = run(tmp_path / "unused.db", "--days", str(kept[1]), "--date", "2024-07-02")
    assert result.exit_code == 0
    assert "armed, decided in" in result.stderr
    assert not (tmp_path / "unused.db").exists()
    told = json.loads(run(tmp_path / "x.db", "--days", str(kept[1]), "--date", "2024-07-02", "--json").stdout)
    assert len(told["outcomes"]) == len(result.stdout.splitlines())
    assert run(tmp_path / "x.db", "--days", str(kept[1]), "--date", "2023-01-03").exit_code == 2
    assert run(tmp_path / "x.db", "--date", "2024-07-02").exit_code == 2


def test_f45_the_audit_follows_the_chain(kept: tuple[Path, Path], tmp_path: Path) -> None:
    good = run(kept[0], "--audit")
    assert good.exit_code == 0
    assert "the chain holds" in good.stdout
    copy = tmp_path / "copy.db"
    source = sqlite3.connect(kept[0])
    with sqlite3.connect(copy) as target:
        source.backup(target)
        target.execute("UPDATE outcomes SET body = x'00' WHERE seq = 2")
    target.close()
    source.close()
    bad = run(copy, "--audit", "--json")
    assert bad.exit_code == 1
    assert "row 2" in json.loads(bad.stdout)["fault"]


def test_walls_of_an_unknown_scenario_are_refused(tmp_path: Path) -> None:
    result = run(tmp_path / "x.db", "--walls", "nowhere")
    assert result.exit_code == 2
    assert "expected a scenario" in result.stderr
    few = run(tmp_path / "x.db", "--walls", "trend", "--count", "10")
    assert "not long gamma" in few.stdout


def test_f46_the_coverage_of_the_cone_is_measured_on_days(kept: tuple[Path, Path], tmp_path: Path) -> None:
    words = run(tmp_path / "x.db", "--cone", str(kept[1]))
    assert (words.exit_code, "BACKTEST of the cone: 5 days" in words.stdout) == (0, True)
    told = json.loads(run(tmp_path / "x.db", "--cone", str(kept[1]), "--json").stdout)
    assert told["source"] == "backtest"
    for cell in told["cells"]:
        assert all({"share", "n", "low", "high", "nominal"} <= band.keys() for band in cell["bands"])
    assert "### What the cone held" in run(tmp_path / "x.db", "--cone", str(kept[1]), "--markdown").stdout
    assert not (tmp_path / "x.db").exists(), "it keeps nothing"
