"""Shared options and how commands end."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from spxcc.runtime.cli.options import Speed, existing, feed_options, guarded, instant_of, json_option
from spxcc.runtime.errors import UserError


@click.command()
@feed_options
@json_option
@click.option("--speed", type=Speed(), default="1")
@click.option("--how", default="")
@guarded
def sample(
    feed: str | None, scenario: str | None, seed: int | None, as_json: bool, speed: float | None, how: str
) -> None:
    if how == "user":
        raise UserError("expected this, found that; do so", 3)
    if how == "interrupt":
        raise KeyboardInterrupt
    click.echo(f"{feed} {scenario} {seed} {as_json} {speed}")


def test_options_are_handed_over() -> None:
    result = CliRunner().invoke(
        sample, ["--feed", "sim", "--scenario", "pin", "--seed", "3", "--json", "--speed", "max"]
    )
    assert result.output == "sim pin 3 True None\n"
    assert CliRunner().invoke(sample, []).output == "None None None False 1.0\n"


@pytest.mark.parametrize("speed", ["0", "-1", "fast", "nan"])
def test_a_speed_is_a_factor_or_max(speed: str) -> None:
    result = CliRunner().invoke(sample, ["--speed", speed])
    assert result.exit_code == 2
    assert "expected a factor above 0" in result.output


def test_an_error_is_one_sentence_on_standard_error() -> None:
    result = CliRunner().invoke(sample, ["--how", "user"])
    assert (result.exit_code, result.stderr, result.stdout) == (3, "spxcc: expected this, found that; do so\n", "")
    assert CliRunner().invoke(sample, ["--how", "interrupt"]).exit_code == 130


def test_instants_need_an_offset() -> None:
    assert instant_of(None) is None
    assert instant_of("2025-01-07T10:00-05:00") == 1_736_262_000_000_000_000
    for text in ("2025-01-07T10:00", "yesterday"):
        with pytest.raises(UserError, match="expected"):
            instant_of(text)


def test_paths_are_taken_as_given() -> None:
    assert existing(("a", "b/c")) == [Path("a"), Path("b/c")]
