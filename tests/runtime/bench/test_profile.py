"""The hottest functions of a benchmark."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from spxcc.runtime.bench import profile
from spxcc.runtime.bench.clients_node import missing_node, node_command
from spxcc.runtime.bench.profile import KNOWN, Hot, hottest, profile_table, ranked, stacks_of
from spxcc.runtime.bench.stacks import EVERY_S, STACKS, Stack, folded, unfolded
from spxcc.runtime.bench.suite import INSIDE, OUTSIDE
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


def test_every_benchmark_can_be_profiled_and_what_is_none_is_told() -> None:
    assert set(KNOWN) == {*INSIDE, *OUTSIDE}
    assert len(KNOWN) == len(set(KNOWN))
    with pytest.raises(UserError, match=r"expected one of gex, candles, .*, gateways to profile, found 'tok'"):
        hottest("tok", True, SystemClock())


BUSY = """
import sys, time
def work():
    until = time.process_time() + 0.12
    while time.process_time() < until:
        pass
work()
"""


@pytest.mark.parametrize("name", profile.SERVERS)
def test_programs_of_ours_are_sampled_and_no_others(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(name: str, quick: bool, clock: object) -> None:
        for words in (profile.SERVERS[name].split(), ["clients_crowd", "9"]):
            subprocess.run((sys.executable, "-c", BUSY, *words), check=True)

    monkeypatch.setattr(profile, "_run", run)
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    texts: list[str] = []

    def read(text: str) -> Counter[Stack]:
        texts.append(text)
        return unfolded(text)

    monkeypatch.setattr(profile, "unfolded", read)
    found = stacks_of(name, True, SystemClock())
    assert len(texts) == 1
    assert sum(count for stack, count in found.items() if stack[-1].endswith(":work")) > 10
    assert STACKS not in os.environ
    assert os.environ["PYTHONPATH"] == "elsewhere"


def test_loading_counts_for_a_start_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(name: str, quick: bool, clock: object) -> None:
        text = folded({("<frozen importlib._bootstrap>:load", "a:f"): 2, ("a:g",): 3})
        (Path(os.environ[STACKS]) / "1.folded").write_text(text)

    monkeypatch.setattr(profile, "_run", run)
    assert stacks_of("herd", True, SystemClock()) == {("a:g",): 3}
    assert sum(stacks_of("start", True, SystemClock()).values()) == 5


def test_without_programs_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile, "_run", lambda name, quick, clock: None)
    with pytest.raises(UserError, match="programs of ours to sample in gateways, found none"):
        stacks_of("gateways", True, SystemClock())


@pytest.mark.slow
@pytest.mark.parametrize("name", KNOWN)
def test_a_profile_of_each_names_code_of_ours(name: str) -> None:
    if name in ("streams", "fanout", "herd") and node_command() is None:
        pytest.skip(missing_node())
    try:
        found = hottest(name, True, SystemClock(), rows=500)
    except UserError as error:
        if not any(each in str(error) for each in ("--peers", "[peers]", "found none")):
            raise
        pytest.skip(str(error))
    assert any("spxcc/" in one.where and "spxcc/runtime/bench" not in one.where for one in found)


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
