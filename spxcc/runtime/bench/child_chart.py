"""Runs in the pty: one chart at a time, by each library in turn, drawn anew and ticked."""

import sys
from collections.abc import Awaitable, Callable
from statistics import median
from typing import Any, Protocol

from textual.app import App, ComposeResult
from textual.widget import Widget

from spxcc.market.clock import Clock
from spxcc.runtime.bench.app import spent
from spxcc.runtime.bench.bare_writes import counted, least_write_us
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.memory import settle

PER_ROUND, PAUSE_S, WARM_UP_S = 4, 0.03, 0.2


class Drawn(Protocol):
    """A widget and what its library does for a series, and for a tick of its last candle."""

    @property
    def widget(self) -> Widget:
        """What is shown."""
        ...

    def whole(self, other: bool) -> None:
        """Another series."""

    def tick(self, step: int) -> None:
        """The last price moved."""


def run(rounds: int) -> dict[str, Any]:
    """Milliseconds of processor time and bytes to the terminal, by library, of a whole picture and of a tick: one
    figure a round. What a frame without news costs is taken off. Of ours also `whole_bare`, `tick_bare`: microseconds
    for as many bytes by write(2) alone.
    """
    app = ChartApp(rounds)
    settle()
    app.run()
    if app.failed is not None:
        raise app.failed
    return app.found


class ChartApp(App[None]):
    """All charts are there, one of them is shown."""

    CSS = "Screen > * { width: 100%; height: 100%; display: none; } Screen > .on { display: block; }"

    def __init__(self, rounds: int) -> None:
        super().__init__()
        self.failed: Exception | None = None
        self.found: dict[str, Any] = {}
        self._rounds, self._wall = rounds, SystemClock()
        # What it draws with is of others, and need not be installed for the turns alone.
        from spxcc.runtime.bench.chart_widgets import all_drawn

        self._drawn = all_drawn(self._wall)

    def compose(self) -> ComposeResult:
        """One above the other."""
        yield from (one.widget for one in self._drawn.values())

    def on_mount(self) -> None:
        """Begin once it stands."""
        self.call_after_refresh(self.run_worker, self._case(), exit_on_error=False)

    async def _case(self) -> None:
        try:
            self.found = await measured(
                self._drawn, self._show, lambda: counted(self._driver), self._wall, self._rounds
            )
            assert sys.__stderr__ is not None
            ours, terminal = self.found["ours"], sys.__stderr__.fileno()
            for what in ("whole", "tick"):
                size = max(round(median(ours[f"{what}_bytes"])), 1)
                ours[f"{what}_bare"] = await least_write_us(terminal, size, self._wall)
        except Exception as error:
            self.failed = error
        finally:
            self.exit()

    async def _show(self, name: str) -> None:
        for each, one in self._drawn.items():
            one.widget.set_class(each == name, "on")
        await self._wall.sleep(WARM_UP_S)
        self._drawn[name].whole(False)
        await self._wall.sleep(WARM_UP_S)


async def measured(
    drawn: dict[str, Drawn],
    show: Callable[[str], Awaitable[None]],
    bytes_of: Callable[[], Callable[[], int]],
    wall: Clock,
    rounds: int,
) -> dict[str, Any]:
    """By library: `whole`, `tick` in ms, `whole_bytes`, `tick_bytes`; all libraries each round."""
    written = bytes_of()
    found: dict[str, dict[str, list[float]]] = {
        name: {each: [] for each in ("whole", "tick", "whole_bytes", "tick_bytes")} for name in drawn
    }
    for number in range(rounds):
        for name, one in drawn.items() if number % 2 == 0 else reversed(drawn.items()):
            await show(name)
            idle, _ = await _cost(wall, written, lambda step: None)
            for what, act in (("whole", lambda step, one=one: one.whole(step % 2 == 0)), ("tick", one.tick)):
                took, wrote = await _cost(wall, written, act)
                found[name][what].append(max(took - idle, 0.0))
                found[name][f"{what}_bytes"].append(wrote)
    return found


async def _cost(wall: Clock, written: Callable[[], int], act: Callable[[int], object]) -> tuple[float, float]:
    used, before = spent(), written()
    for step in range(PER_ROUND):
        act(step)
        await wall.sleep(PAUSE_S)
    return 1000 * (spent() - used) / PER_ROUND, (written() - before) / PER_ROUND
