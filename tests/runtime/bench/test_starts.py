"""Cold starts and what they import."""

from pathlib import Path

import pytest

from spxcc.feeds.files.cboe_json import read_cboe_json
from spxcc.runtime.bench import starts
from spxcc.runtime.bench.starts import CHECK, MODULES, cold_figures, finished, gex_of, modules_of, running, write_chain
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError


def test_the_chain_is_one_that_the_command_reads(tmp_path: Path) -> None:
    write_chain(tmp_path / "chain.json")
    assert len(read_cboe_json(tmp_path / "chain.json").rows) == 2 * starts.EXPIRIES * starts.STRIKES


def test_commands_stay_within_their_budget_of_imports(tmp_path: Path) -> None:
    write_chain(tmp_path / "chain.json")
    found = {"serve": modules_of(CHECK, tmp_path), "gex": modules_of(gex_of(tmp_path / "chain.json"), tmp_path)}
    assert {name: count for name, count in found.items() if count > MODULES[name]} == {}


@pytest.mark.slow
def test_every_start_is_a_figure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(starts, "start_figures", lambda *args: [])
    found = {one.name: one for one in cold_figures(True, tmp_path, SystemClock())}
    assert [len(found[f"start: {name}"].samples) for name in ("python alone", "tail", "gex")] == [2, 2, 2]
    assert found["start: python alone"].median < found["start: gex"].median
    assert found["start: modules of tail"].ok is True


def test_what_fails_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="to succeed, found: no such thing"):
        finished(("-c", "import sys; sys.exit('no such thing')"), tmp_path)
    monkeypatch.setattr(starts, "SPXCC", ("-c", "import sys; sys.exit('no port')"))
    with pytest.raises(UserError, match="expected spxcc serve to say its address, found 'no port'"), running(tmp_path):
        pass
