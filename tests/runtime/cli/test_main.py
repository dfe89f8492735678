"""The group of commands."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from spxcc import __version__
from spxcc.runtime.cli.main import COMMANDS, cli


def test_help_lists_every_command_and_imports_none() -> None:
    code = "import sys; from spxcc.runtime.cli.main import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    code += "print([name for name in ('textual', 'numpy', 'pandas', 'websockets') if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"
    assert all(name in run.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_of_its_own(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) > 3


def test_version_and_unknown_commands() -> None:
    assert CliRunner().invoke(cli, ["--version"]).output == f"spxcc, version {__version__}\n"
    result = CliRunner().invoke(cli, ["tial"])
    assert result.exit_code == 2
    assert "No such command 'tial'" in result.output
