"""`spxcc config`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from spxcc.runtime.cli.main import cli
from spxcc.ui.key_table import markdown


def test_show_names_value_and_origin_and_no_secret(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = home / "XDG_CONFIG_HOME" / "spxcc"
    home.mkdir(parents=True)
    (home / "config.toml").write_text("fps = 12\n")
    monkeypatch.setenv("SPXCC_PORT", "9001")
    monkeypatch.setenv("SPXCC_MASSIVE_KEY", "very-secret")
    shown = CliRunner().invoke(cli, ["config", "show", "--json"])
    rows = json.loads(shown.output)
    assert rows["settings"]["fps"] == {"value": 12, "origin": str(home / "config.toml")}
    assert rows["settings"]["port"] == {"value": 9001, "origin": "SPXCC_PORT"}
    assert rows["secrets"]["massive_key"] == "set"
    text = CliRunner().invoke(cli, ["config", "show"]).output
    assert "very-secret" not in shown.output + text
    assert "SPXCC_PORT" in text


def test_a_broken_file_is_a_sentence(home: Path) -> None:
    home = home / "XDG_CONFIG_HOME" / "spxcc"
    home.mkdir(parents=True)
    (home / "config.toml").write_text("fps = ")
    result = CliRunner().invoke(cli, ["config", "show"])
    assert result.exit_code == 2
    assert result.stderr.startswith("spxcc: expected TOML in ")


def test_schema_and_path(home: Path) -> None:
    assert "properties" in json.loads(CliRunner().invoke(cli, ["config", "schema"]).output)["$defs"]["Settings"]
    expected = home / "XDG_CONFIG_HOME" / "spxcc" / "config.toml"
    assert CliRunner().invoke(cli, ["config", "path"]).output == f"{expected}\n"


def test_f33_the_sign_model_is_shown_with_its_origin_and_a_wrong_one_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPXCC_SIGN_MODEL", "all-short")
    rows = json.loads(CliRunner().invoke(cli, ["config", "show", "--json"]).output)["settings"]
    assert rows["sign_model"] == {"value": "all-short", "origin": "SPXCC_SIGN_MODEL"}
    assert rows["sign_overrides"] == {"value": {}, "origin": "default"}
    monkeypatch.setenv("SPXCC_SIGN_MODEL", "shrot")
    result = CliRunner().invoke(cli, ["config", "show"])
    assert result.exit_code == 2
    assert result.stderr.strip().splitlines() == [
        "spxcc: expected another name: sign model 'shrot': one of standard, all-short, flow-signed, moneyness"
    ]


def test_keys_as_they_are_now(home: Path) -> None:
    home = home / "XDG_CONFIG_HOME" / "spxcc"
    home.mkdir(parents=True)
    (home / "config.toml").write_text('fps = 12\n[keys]\nchart.follow = "F,ctrl+t"\n')
    text = CliRunner().invoke(cli, ["config", "keys"]).output
    assert "F ctrl+t      chart.follow        chart: follow the live edge\n" in text
    keys = json.loads(CliRunner().invoke(cli, ["config", "keys", "--json"]).output)
    assert keys["chart.follow"] == ["F", "ctrl+t"]
    assert keys["panel.zoom"] == ["z"]
    assert CliRunner().invoke(cli, ["config", "keys", "--markdown"]).output == markdown()
    (home / "config.toml").write_text('[keys]\n"chart.folow" = "F"\n')
    wrong = CliRunner().invoke(cli, ["config", "keys"])
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "config.toml line 2: expected an action, found 'chart.folow'" in wrong.stderr
