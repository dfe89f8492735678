"""`spxcc schema`."""

import json

from click.testing import CliRunner

from spxcc.runtime.cli.main import cli
from spxcc.runtime.tail.channels import KNOWN


def test_one_channel_and_all() -> None:
    one = CliRunner().invoke(cli, ["schema", "gex", "--json"])
    assert json.loads(one.stdout)["title"] == "gex:SPX"
    assert one.stdout.count("\n") == 1
    every = CliRunner().invoke(cli, ["schema"])
    assert set(json.loads(every.stdout)) == set(KNOWN)
    wrong = CliRunner().invoke(cli, ["schema", "nope"])
    assert (wrong.exit_code, wrong.stdout) == (2, "")
