"""`spxcc whynot`."""

import json

from click.testing import CliRunner, Result

from spxcc.runtime.cli.main import cli
from tests.runtime.cli.test_why import serving


def whynot(*args: str) -> Result:
    return CliRunner().invoke(cli, ["whynot", *args])


def test_the_gate_for_people_and_programs() -> None:
    with serving() as url:
        text = whynot("fade")
        found = json.loads(whynot("fade", "--json", "--attach", url).stdout)
        assert found["setup"] == "fade_at_wall"
        assert text.exit_code == (0 if found["fired"] else 1)
        assert found["answer"].startswith("fade_at_wall")
        assert "fade_at_wall" in text.stdout.splitlines()[0]
        wrong = whynot("nope")
        assert (wrong.exit_code, wrong.stdout) == (2, "")
        assert "no such setup; there are fade_at_wall" in wrong.stderr


def test_no_server_is_exit_code_three() -> None:
    assert whynot("fade").exit_code == 3
