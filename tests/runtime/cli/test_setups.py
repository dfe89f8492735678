"""`spxcc setups` as typed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from spxcc.runtime.cli.setups import command

MINE = """[setup.mine]
levels = ["VW"]
stop = "level - 5 pts"
t1 = "1R"
arm = "close > level"
trigger = "close > high[1]"
"""


@pytest.fixture(autouse=True)
def _own_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_f42_lint_names_file_and_line_and_ends_with_one(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(MINE, encoding="utf-8")
    assert "setup mine is right" in CliRunner().invoke(command, ["lint", str(file)]).output
    file.write_text(MINE.replace("high[1]", "next_high").replace("5 pts", "5"), encoding="utf-8")
    found = CliRunner().invoke(command, ["lint", str(file)])
    assert found.exit_code == 1
    assert f"{file}:3: setup mine, stop: unit error: price - ratio" in found.output
    assert f"{file}:6: setup mine, trigger: future reference: next_high" in found.output
    told = json.loads(CliRunner().invoke(command, ["lint", "--json", str(file)]).output)
    assert [one["line"] for one in told["problems"]] == [3, 6]


def test_without_a_file_those_of_the_user_are_checked() -> None:
    found = CliRunner().invoke(command, ["lint"])
    assert (found.exit_code, "the 12 that ship are right" in found.output) == (0, True)


def test_list_and_features() -> None:
    found = CliRunner().invoke(command, ["list", "--json"])
    assert [one["code"] for one in json.loads(found.output)["setups"]] == [f"S{number}" for number in range(1, 13)]
    assert CliRunner().invoke(command, ["list"]).output.count("\n") == 12
    features = json.loads(CliRunner().invoke(command, ["features", "--json"]).output)
    assert {"name": "P_plus", "unit": "percent", "says": "P(net GEX > 0) of the sign ensemble"} in features
    assert "highest(x, n bars)" in CliRunner().invoke(command, ["features"]).output


def test_f42_dry_run_prints_ours_beside_the_published(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(MINE, encoding="utf-8")
    found = CliRunner().invoke(command, ["dry-run", "--days", "20", "--seed", "5", "--file", str(file)])
    assert found.exit_code == 0
    assert "47.8 % (3,450)" in found.output
    assert "none of 10 departs" in found.output
    told = json.loads(CliRunner().invoke(command, ["dry-run", "--days", "12", "--json"]).output)
    assert (told[0]["days"], len(told[0]["rows"]), told[0]["departs"]) == (12, 9, [])
    file.write_text(MINE.replace("high[1]", "hihg[1]"), encoding="utf-8")
    assert CliRunner().invoke(command, ["dry-run", "--file", str(file)]).exit_code != 0


def test_f43_funnel_of_noise() -> None:
    told = json.loads(CliRunner().invoke(command, ["funnel", "--days", "6", "--json"]).output)
    assert told["skipped"] == ["breakout_vacuum", "flip_cross", "pin_drift"]
    assert {one["kind"] for one in told["funnels"]} >= {"fade_at_wall", "gap_fill"}
    assert "blocked, and its shadows" in CliRunner().invoke(command, ["funnel", "--days", "3"]).output
