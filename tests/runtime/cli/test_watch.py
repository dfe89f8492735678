"""`spxcc watch`, as far as it goes without a terminal; tests/conformance has it in a real one."""

import subprocess
import sys

from click.testing import CliRunner

from spxcc.runtime.cli.main import cli


def test_without_a_terminal_it_says_what_to_use() -> None:
    result = CliRunner().invoke(cli, ["watch"])
    assert result.exit_code == 2
    assert "expected a terminal of a Unix system to draw in, found none; use spxcc tail for pipes" in result.stderr


def test_its_import_is_not_that_of_textual() -> None:
    code = "import sys; import spxcc.runtime.cli.watch; sys.exit('textual' in sys.modules)"
    assert subprocess.run((sys.executable, "-c", code), check=False).returncode == 0
