"""`spxcc sim`."""

import json

from click.testing import CliRunner

from spxcc.runtime.cli.main import cli


def test_scenarios_are_listed_and_described() -> None:
    names = {row["name"] for row in json.loads(CliRunner().invoke(cli, ["sim", "--json"]).output)}
    assert {"trend", "pin", "flip-loss"} <= names
    assert "flip-loss" in CliRunner().invoke(cli, ["sim"]).output
    described = CliRunner().invoke(cli, ["sim", "--day", "pin"]).output
    assert len(described.splitlines()) >= 3


def test_an_unknown_one_names_the_known() -> None:
    result = CliRunner().invoke(cli, ["sim", "--day", "nope"])
    assert result.exit_code == 2
    assert "flip-loss" in result.stderr
