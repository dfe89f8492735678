"""`spxcc watch`, as far as it goes without a terminal; tests/conformance has it in a real one."""

from click.testing import CliRunner

from spxcc.runtime.cli.main import cli
from tests.runtime.cli.loaded import loaded


def test_without_a_terminal_it_says_what_to_use() -> None:
    result = CliRunner().invoke(cli, ["watch"])
    assert result.exit_code == 2
    assert "expected a terminal of a Unix system to draw in, found none; use spxcc tail for pipes" in result.stderr


def test_its_import_is_not_that_of_textual() -> None:
    assert "textual" not in loaded("watch")
