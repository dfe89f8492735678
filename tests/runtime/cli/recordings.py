"""A user of recordings without anything."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from spxcc.runtime.cli.main import cli
from spxcc.runtime.paths import Paths


def moved_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everything of this user stands in `tmp_path`."""
    for name in ("cli.record", "cli.sessions", "cli.import_session", "choice"):
        monkeypatch.setattr(f"spxcc.runtime.{name}.user_paths", lambda: Paths(tmp_path, tmp_path, tmp_path))
    return tmp_path


def ran(*arguments: str, code: int = 0) -> Result:
    """One command, which ends with `code`."""
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == code, result.output + result.stderr
    return result
