"""`spxcc levels`."""

import csv
import io
import json

from click.testing import CliRunner, Result

from spxcc.runtime.cli.main import cli
from tests.runtime.cli.test_why import serving


def levels(*args: str) -> Result:
    return CliRunner().invoke(cli, ["levels", *args])


def test_every_format_has_the_same_levels() -> None:
    with serving() as url:
        found = json.loads(levels("--json", "--attach", url).stdout)
        prices = [one["price"] for one in found["levels"]]
        assert prices == sorted(prices, reverse=True)
        assert len(prices) > 5
        assert found["mode"] == "sim"
        rows = list(csv.DictReader(io.StringIO(levels("--format", "csv").stdout)))
        labels, others = {row["label"] for row in rows}, {one["label"] for one in found["levels"]}
        assert len(labels & others) >= 0.9 * len(labels | others), "but for what came and went between two questions"
        pine = levels("--format", "tradingview").stdout
        assert pine.startswith("//@version=6\n")
        assert f"// {pine.count('    level(')} levels of " in pine
        table = levels().stdout
        assert table.count("── SPX ──") == 1
        assert "sim data of 20" in table.splitlines()[-1]


def test_no_server_and_unknown_formats() -> None:
    assert levels().exit_code == 3
    assert levels("--format", "xml").exit_code == 2
