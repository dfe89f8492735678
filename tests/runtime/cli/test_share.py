"""`spxcc share`; making one of a session is among the slow tests of the history."""

import json
from pathlib import Path

import msgspec
from click.testing import CliRunner, Result

from spxcc.ledger.packs.layout import Minute
from spxcc.ledger.packs.writer import write_pack
from spxcc.runtime.cli.main import cli
from tests.fakes.clock import START
from tests.ledger.packs.test_reader import HEADER


def share(*args: str) -> Result:
    return CliRunner().invoke(cli, ["share", *args])


def test_a_pack_with_quotes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.spxpack"
    write_pack(path, HEADER, [Minute(START, {"quotes:SPX": msgspec.Raw(b"[[6900,1.2,1.3]]")})])
    found = share("check", str(path))
    assert found.exit_code == 1
    assert "expected derived channels alone, found quotes:SPX" in found.stdout
    assert "must not be shared" in found.stdout
    told = json.loads(share("check", str(path), "--json").stdout)
    assert (told["ok"], told["minutes"]) == (False, 1)


def test_a_whole_one_has_its_notes(tmp_path: Path) -> None:
    path = tmp_path / "x.spxpack"
    write_pack(path, HEADER, [Minute(START)])
    found = share("check", str(path))
    assert found.exit_code == 0
    assert found.stdout.splitlines() == [
        "2025-06-15 day: 1 minutes, 0.00 MB, no vendor data in it",
        "note: mind the wall",
    ]
    early = share("open", str(path), "--at", "03:00", "--headless")
    assert (early.exit_code, "expected a time from" in early.stderr) == (2, True)
    replayed = CliRunner().invoke(cli, ["replay", str(path), "--headless"])
    assert (replayed.exit_code, "found a share pack" in replayed.stderr) == (2, True)
    write_pack(path, HEADER, [])
    assert share("open", str(path)).exit_code == 2
