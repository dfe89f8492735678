"""`spxcc info`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from spxcc import __version__
from spxcc.runtime.cli.main import cli


def test_versions_paths_and_whether_a_key_is_set(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("SPXCC_JWT_SECRET", "x" * 40)
    result = CliRunner().invoke(cli, ["info", "--json"])
    facts = json.loads(result.output)
    assert (facts["spxcc"], facts["massive_key"], facts["jwt_secret"], facts["server"]) == (
        __version__, "not set", "set", "none",
    )  # fmt: skip
    assert facts["config_file"] == str(home / "XDG_CONFIG_HOME" / "spxcc" / "config.toml")
    assert "x" * 40 not in result.output
    assert "config_file" in CliRunner().invoke(cli, ["info"]).output
