"""Figures of the desk under load, and their budgets."""

from pathlib import Path
from typing import Any

import pytest

from spxcc.runtime.bench import desks
from spxcc.runtime.bench.desks import desk_figures, peer_figures, soak_figures
from spxcc.runtime.bench.figure import Figure
from spxcc.runtime.bench.glass import MARK
from spxcc.runtime.bench.terminal import Run
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError

LOST = {"prints": 0, "coach": 0, "alerts": 0, "setups": 0}


def case(name: str, home: Path, clock: object, heard: Any = None, **asked: Any) -> tuple[Run, dict[str, Any]]:
    """As `run_case`: 100 kB in each second, a price that waits 40 ms; the peers ten times slower."""
    if name == "soak":
        return Run(), {"samples": [[0.0, 60.0], [3.1, 70.0], [30.5, 72.0], [240.0, 75.0]], "frames": 900}
    slow = 10 if asked["peers"] else 1
    heard(b"x" * 100_000, 1.5)
    heard(MARK.format(7).encode(), 1.5 + 0.04 * slow)
    found = {
        "begun": 1.0, "ended": 2.0, "prices": [[7, 1.5]], "shares": [20.0 * slow], "frames": [20.0 / slow],
        "heard": [200.0], "lags": [1.0, 9.0 * slow], "resident": 70.0, "sent": dict.fromkeys(LOST, 5),
        "lost": LOST | {"coach": 1 if asked["rate"] == desks.FLOOD else 0},
    }  # fmt: skip
    return Run(), found


def by_name(figures: Any) -> dict[str, Figure]:
    return {one.name: one for one in figures}


def test_the_desk_is_held_against_every_budget(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(desks, "run_case", case)
    found = by_name(desk_figures(False, tmp_path, SystemClock()))
    quick = by_name(desk_figures(True, tmp_path, SystemClock()))
    assert set(found) - set(quick) == {"desk: output at 10"}
    budgets = {name: one.budget for name, one in found.items() if one.budget is not None}
    assert budgets == {
        "desk: processor": 40, "desk: frames": 18, "desk: loop lag p99": 50, "desk: event to glass p95": 120,
        "desk: resident": 150, "desk: output": 200, "desk: output at 10": 100, "flood: frames": 18,
        "flood: prints lost": 0, "flood: coach lost": 0, "flood: alerts lost": 0, "flood: setups lost": 0,
    }  # fmt: skip
    assert found["desk: output"].median == pytest.approx(100, rel=0.01)
    assert found["desk: event to glass p95"].median == pytest.approx(40)
    assert found["desk: frames"].ok is True
    assert found["flood: coach lost"].ok is False
    assert found["flood: prints lost"].ok is True


def test_the_peers_are_told_as_ratios(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(desks, "run_case", case)
    monkeypatch.setattr(desks, "find_spec", lambda name: True)
    found = by_name(peer_figures(True, tmp_path, SystemClock()))
    assert found["peers: a frame, theirs / ours"].median == pytest.approx(100)
    assert found["peers: loop lag, theirs / ours"].median == pytest.approx(10)
    assert found["peers: to glass, theirs / ours"].median == pytest.approx(10)
    monkeypatch.setattr(desks, "find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"needs textual-plotext.*pip install 'spxcc\[peers\]'"):
        next(iter(peer_figures(True, tmp_path, SystemClock())))


def test_growth_counts_from_when_the_program_settled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(desks, "run_case", case)
    found = by_name(soak_figures(False, tmp_path, SystemClock()))
    assert (found["soak: growth"].median, found["soak: growth"].budget) == (3.0, 10.0)
    assert found["soak: growth"].note == "after the first 30 minutes"
