"""Packs of the recorded sessions: made once, read after that."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from spxcc.ledger.packs.check import faults
from spxcc.ledger.packs.reader import read_pack
from spxcc.runtime.cli.main import cli
from spxcc.runtime.errors import UserError
from spxcc.runtime.history.store import packs_of
from spxcc.runtime.paths import Paths, user_paths
from spxcc.runtime.share.sampling import SHARED
from tests.fakes.recordings import short_session


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, list(args))


def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path, tmp_path / "state", tmp_path)


@pytest.mark.slow
def test_history_of_a_session_then_shared_then_read_at_an_instant(tmp_path: Path) -> None:
    folder = user_paths().sessions
    folder.mkdir(parents=True)
    shutil.copy(short_session(), folder / "2026-03-24_sim.spxcc")
    first = run("history", "gex", "flow:alert", "--json")
    rows = [json.loads(line) for line in first.stdout.splitlines()]
    assert first.exit_code == 0
    assert {row["channel"] for row in rows} == {"gex:SPX", "flow:alert"}
    assert len({row["data"]["id"] for row in rows if row["channel"] == "flow:alert"}) == sum(
        row["channel"] == "flow:alert" for row in rows
    )
    kept = user_paths().state / "history" / "2026-03-24_sim.spxpack"
    stamp = kept.stat().st_mtime_ns
    assert run("history", "gex", "flow:alert", "--json").stdout == first.stdout
    assert kept.stat().st_mtime_ns == stamp
    assert run("history", "gex", "--from", "2026-03-25").exit_code == 1

    pack = tmp_path / "day.spxpack"
    made = run("share", "2026-03-24_sim", "--out", str(pack), "--note", "mind the wall")
    assert made.exit_code == 0, made.stderr
    assert faults(read_pack(pack), SHARED) == []
    checked = run("share", "check", str(pack))
    assert (checked.exit_code, "note: mind the wall" in checked.stdout) == (0, True)
    assert run("history", "gex", "flow:alert", "--session", str(pack), "--json").stdout == first.stdout
    refused = run("share", "2026-03-24_sim", "--out", str(pack))
    assert (refused.exit_code, "expected a new file" in refused.stderr) == (2, True)

    snap = run("snap", "gex", "price", "--at", "11:00:30", "--json")
    found = json.loads(snap.stdout)
    assert snap.exit_code == 0
    assert found["price:SPX"]["as_of"] <= 1_774_364_430_000
    why = json.loads(run("why", "net_gex", "--at", "11:00:30", "--json").stdout)
    assert why["value"] == found["gex:SPX"]["data"]["netGex"]
    whynot = run("whynot", "fade", "--at", "11:00:30")
    assert (whynot.exit_code, whynot.stdout.startswith("11:00:30 fade_at_wall")) == (1, True)
    late = run("snap", "gex", "--at", "15:00")
    assert (late.exit_code, "expected a recorded session that has 15:00" in late.stderr) == (2, True)


def test_what_cannot_be_read_is_left_out_or_told(tmp_path: Path) -> None:
    where, told = paths(tmp_path), []
    where.sessions.mkdir(parents=True)
    (where.sessions / "junk.spxcc").write_bytes(b"junk")
    assert list(packs_of((), where, "0001-01-01", "9999-12-31", lambda what, done, of: told.append(what))) == []
    assert told[0].startswith("left out junk: expected a session recorded by spxcc")
    with pytest.raises(UserError, match="expected a session recorded by spxcc"):
        list(packs_of((str(where.sessions / "junk.spxcc"),), where, "0001-01-01", "9999-12-31", lambda *_: None))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("history", "gex"), 1, "nothing of these channels was recorded"),
        (("history", "nope"), 2, "expected a channel, found 'nope'"),
        (("history", "gex", "--from", "monday"), 2, "expected a date such as"),
        (("history", "gex", "--format", "parquet"), 2, "expected --out FILE"),
        (("history", "gex", "--session", "none"), 2, "expected the name of one session"),
        (("share", "none"), 2, "expected the name of one session"),
        (("share", "check", "none"), 2, "expected a share pack at none, found none"),
        (("share", "open", "none"), 2, "expected a share pack at none, found none"),
        (("snap", "gex", "--at", "10:31"), 2, "expected a recorded session that has 10:31, found no session at all"),
    ],
)
def test_mistakes_are_sentences_with_exit_codes(arguments: tuple[str, ...], code: int, said: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr
