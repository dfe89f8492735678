"""`spxcc snap`."""

import json

from click.testing import CliRunner, Result

from spxcc.runtime.cli.main import cli
from spxcc.ui.channels import NAMES
from tests.runtime.cli.test_why import serving


def snap(*args: str) -> Result:
    return CliRunner().invoke(cli, ["snap", *args])


def test_values_with_their_ages() -> None:
    with serving() as url:
        found = snap("gex", "levels", "flow", "--json")
        values = json.loads(found.output)
        assert found.exit_code == 0
        assert found.output.count("\n") == 1
        assert list(values) == ["gex:SPX", "levels:update", "flow:alert"]
        assert values["gex:SPX"]["data"]["net_gex" if "net_gex" in values["gex:SPX"]["data"] else "netGex"]
        assert isinstance(values["levels:update"]["data"], list)
        assert values["gex:SPX"]["received_ms_ago"] >= 0
        whole = snap("--attach", url)
        assert set(NAMES) <= set(json.loads(whole.output))
        missing = snap("price:NOPE9", "price")
        assert missing.exit_code == 1
        assert json.loads(missing.output)["price:NOPE9"]["error"]


def test_no_server_is_exit_code_three() -> None:
    assert snap("gex").exit_code == 3
    assert snap("nope").exit_code == 2
