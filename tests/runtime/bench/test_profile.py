"""The hottest functions of a benchmark."""

import os
from pathlib import Path

import pytest

from spxcc.runtime.bench import profile
from spxcc.runtime.bench.profile import Hot, hottest, profile_table, ranked, stacks_of
from spxcc.runtime.bench.stacks import EVERY_S, STACKS, folded
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError


def test_the_hottest_stand_first_and_name_their_place() -> None:
    found = hottest("candles", True, SystemClock(), rows=200)
    assert [one.share for one in found] == sorted((one.share for one in found), reverse=True)
    assert 0.5 < sum(one.share for one in found) <= 1.0 + 1e-9
    (tick,) = [one for one in found if one.where.endswith("CandleBook.tick")]
    assert tick.where.startswith("spxcc/market/series.py:")
    assert tick.calls == 7 * 500 + 1
    assert tick.whole_ms >= tick.own_ms > 0.0


def test_what_runs_elsewhere_is_refused() -> None:
    with pytest.raises(UserError, match=r"expected one of gex, candles, encode, .* to profile"):
        hottest("start", True, SystemClock())


def test_rows_stand_under_their_heading() -> None:
    lines = profile_table("gex", (Hot("spxcc/a.py:3 f", 1_200, 12.5, 150.0, 0.25),)).splitlines()
    assert lines[2].split() == ["25.0%", "12.5", "150", "1,200", "spxcc/a.py:3", "f"]
    assert lines[2].index("spxcc") == lines[1].index("where")


def test_sampled_functions_are_ranked_by_what_they_do_themselves() -> None:
    found = ranked({("main", "f", "g"): 30, ("main", "f"): 10, ("main", "h", "g"): 20})
    assert [(one.where, one.calls, one.share) for one in found] == [("g", 50, 50 / 60), ("f", 10, 10 / 60)]
    assert found[1].whole_ms == pytest.approx(40 * 1e3 * EVERY_S)


def test_stacks_of_other_processes_are_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(name: str, quick: bool, clock: object) -> None:
        folder = Path(os.environ[STACKS])
        (folder / "1.folded").write_text(folded({("main", name): 2}))
        (folder / "2.folded").write_text(folded({("main", name): 3}))

    monkeypatch.setattr(profile, "_run", run)
    assert stacks_of("desk", True, SystemClock()) == {("main", "desk"): 5}
    assert STACKS not in os.environ
    assert [one.where for one in hottest("desk", True, SystemClock())] == ["desk"]


def test_stacks_of_this_process_are_sampled() -> None:
    wanted = "spxcc/market/series.py:CandleBook.tick"
    # A sample falls where it falls, and on a busy machine there are few.
    assert any(wanted in stack for _ in range(20) for stack in stacks_of("candles", True, SystemClock()))
