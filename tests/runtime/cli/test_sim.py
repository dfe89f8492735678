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


def test_every_day_type_is_listed_with_its_date() -> None:
    rows = {row["name"]: row for row in json.loads(CliRunner().invoke(cli, ["sim", "--list", "--json"]).output)}
    assert {"gap-fill", "vol-spike", "fomc-whipsaw", "wall-break", "half-day", "halt", "feed-degraded"} <= set(rows)
    assert rows["half-day"]["date"] == "2026-11-27"


def test_what_cannot_be_served_is_said() -> None:
    wrong = ("--speed max", "--scenario nope", "--at noon", "--faults /nowhere.toml", "--hedging 9")
    for flags in (each.split() for each in wrong):
        result = CliRunner().invoke(cli, ["sim", "--massive", "0", *flags])
        assert result.exit_code == 2
        assert "expected" in result.stderr or "range" in result.stderr


def test_hedging_without_a_service_is_refused() -> None:
    for flags in (["--hedging", "0.5"], ["--full-chain"]):
        result = CliRunner().invoke(cli, ["sim", *flags])
        assert result.exit_code == 2
        assert "--massive" in result.stderr
