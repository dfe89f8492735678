"""Cases in processes of their own."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from spxcc.runtime.bench import outside
from spxcc.runtime.bench.outside import PRICE, SCREEN, marks_in, start_figures, tick_figures
from spxcc.runtime.bench.terminal import Run
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError

FOUND: dict[str, Any] = {"idle": [1.0], "tick": [2.0], "full": [14.0], "bytes": [600.0], "bare": 8.0}


def test_marks_are_read_through_the_colours() -> None:
    assert marks_in(b"\x1b[1;2H\x1b[38;2;1;2;3m4 \x1b[0mLEVELS connecting") == [SCREEN]
    assert marks_in(b"SPX \x1b[1m6,885.86\x1b[0m LEVELS") == [SCREEN, PRICE]
    assert marks_in(b"6885.86") == []


def test_figures_of_the_tick_carry_their_budgets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(outside, "run_case", lambda *args, **kwargs: (Run(), FOUND))
    tick = {one.name: one for one in tick_figures(True, tmp_path, SystemClock())}
    assert (tick["tick: one price"].budget, tick["tick: full repaint / price"].median) == (3.0, 7.0)
    assert tick["tick: its bytes written"].samples == (8.0,)
    assert tick["tick: one price, over its bytes"].median == pytest.approx(250.0)


def test_starts_are_warm_once_and_then_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    calls: list[str] = []

    def check(*args: object) -> float:
        calls.append("check")
        return 400.0

    def first(*args: object) -> dict[str, float]:
        calls.append("first")
        return {SCREEN: 0.7, PRICE: 1.1}

    monkeypatch.setattr(outside, "_check", check)
    monkeypatch.setattr(outside, "_first", first)
    figures = {one.name: one for one in start_figures(False, tmp_path, SystemClock())}
    assert calls == ["check"] * 8 + ["first"] * 8
    assert figures["start: first price on it"].samples == pytest.approx((1100.0,) * 7)
    calls.clear()
    assert [len(one.samples) for one in start_figures(True, tmp_path, SystemClock())] == [2, 2, 2]
    assert calls == ["check"] * 2 + ["first"] * 2
    assert figures["start: first price on it"].budget == 1500
    assert (figures["start: first screen"].budget, figures["start: first screen"].ok) == (1000, True)


def test_a_start_without_a_price_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    silent: Sequence[str] = ("-c", "print('LEVELS')")
    monkeypatch.setattr(outside, "SPXCC", silent)
    with pytest.raises(UserError, match="expected a price on the screen"):
        outside._first(tmp_path, SystemClock())
    monkeypatch.setattr(outside, "SPXCC", ("-c", "import sys; sys.exit('no such feed')"))
    with pytest.raises(UserError, match="expected spxcc serve --check to succeed, found: no such feed"):
        outside._check(tmp_path, SystemClock())
