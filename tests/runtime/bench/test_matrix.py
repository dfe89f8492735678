"""The desk at every rate and speed."""

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from spxcc.runtime.bench import matrix
from spxcc.runtime.bench.desks import Load
from spxcc.runtime.bench.matrix import loop_figures, matrix_figures
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError


def fake(home: Path, clock: object, rate: int, fps: int, seconds: int, uvloop: bool = False) -> Load:
    """Costs the root of the rate; uvloop half of it."""
    share = rate**0.5 / (2 if uvloop else 1)
    found: dict[str, Any] = {"shares": [share] * seconds, "frames": [float(fps)], "lags": [1.0, 2.0]}
    return Load(found, (30.0, 40.0), (100.0,))


def test_nine_desks_and_how_they_grow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(matrix, "load", fake)
    *cells, last = matrix_figures(True, tmp_path, SystemClock())
    assert [one.name for one in cells[:3]] == ["matrix: 20/s at 10", "matrix: 20/s at 20", "matrix: 20/s at 60"]
    assert len(cells) == 9
    assert last.median == pytest.approx(0.5)
    assert last.ok is True


def test_loops_take_turns(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(matrix, "load", fake)
    monkeypatch.setitem(sys.modules, "uvloop", ModuleType("uvloop"))
    found = {one.name: one for one in loop_figures(False, tmp_path, SystemClock())}
    assert found["loops: asyncio / uvloop"].median == pytest.approx(2.0)
    assert len(found["loops: loop lag p99, uvloop"].samples) == matrix.LOOP_ROUNDS


def test_without_uvloop_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "uvloop", None)
    with pytest.raises(UserError, match="bench loops --peers"):
        next(iter(loop_figures(True, tmp_path, SystemClock())))
