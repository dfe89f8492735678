"""`spxcc history` of packs; of recordings it is among the slow tests of the history."""

import json
from pathlib import Path

import msgspec
from click.testing import CliRunner, Result

from spxcc.ledger.packs.layout import Minute
from spxcc.ledger.packs.writer import write_pack
from spxcc.runtime.cli.main import cli
from tests.fakes.clock import START
from tests.ledger.packs.test_reader import HEADER


def history(*args: str) -> Result:
    return CliRunner().invoke(cli, ["history", *args])


def pack(folder: Path, date: str, net: float) -> str:
    """A day with one minute of gex."""
    path = folder / f"{date}.spxpack"
    value = msgspec.Raw(msgspec.json.encode({"netGex": net}))
    write_pack(path, msgspec.structs.replace(HEADER, date=date), [Minute(START, {"gex:SPX": value})])
    return str(path)


def test_days_in_order_and_where_a_number_stands_among_them(tmp_path: Path) -> None:
    days = [pack(tmp_path, date, net) for date, net in (("2025-06-13", 3.0), ("2025-06-11", 1.0), ("2025-06-12", 2.0))]
    sources = [each for day in days for each in ("--session", day)]
    rows = [json.loads(line) for line in history("gex", *sources).stdout.splitlines()]
    assert [(row["session"], row["data"]["netGex"]) for row in rows] == [
        ("2025-06-11", 1.0), ("2025-06-12", 2.0), ("2025-06-13", 3.0),
    ]  # fmt: skip
    some = history("gex", "--from", "2025-06-12", "--to", "2025-06-12", *sources)
    assert some.stdout.count("\n") == 1
    ranked = [
        json.loads(line)["data"] for line in history("gex", "--percentile", "netGex", *sources).stdout.splitlines()
    ]
    assert [(one["percentile"], one["n"]) for one in ranked] == [(None, 0), (100.0, 1), (100.0, 2)]
    assert ranked[0]["reason"] == "no earlier session has this minute"
    wrong = history("gex", "--percentile", "nope", *sources)
    assert (wrong.exit_code, "expected a number called" in wrong.stderr) == (2, True)
    out = tmp_path / "x.csv"
    assert history("gex", "--format", "csv", "--out", str(out), *sources).exit_code == 0
    assert out.read_text().splitlines()[0] == "session,channel,at,time,change,netGex"
