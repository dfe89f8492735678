"""Parts of the screen as they were drawn, and what in them belongs to no number that explains itself."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from textual.pilot import Pilot

from spxcc.engines.coach.lint import says
from spxcc.engines.coach.numerals import numerals as spoken
from spxcc.engines.coach.result import Cite
from spxcc.engines.why.formula import recomputed, within
from spxcc.engines.why.result import Explanation
from spxcc.ui.app import SpxccApp
from spxcc.ui.frame import Frame
from spxcc.ui.screens.charts import ChartsScreen
from spxcc.ui.screens.numbers.catalog import PARTS, numbers_of
from spxcc.ui.screens.numbers.number import Number
from tests.ui.numerals import names_of, numerals
from tests.ui.real_desk import Still

TOLD = re.compile(
    r"setups:update\.\w+\.(?:checks\.\d+\.(?:value|need)|needs|reason|history\.\d+\.reason|invalid\.\d+)"
    r"|flow:alert\.\w+\.condition|flow:stance\.[\w:]+\.words|coach:message\.\w+\.\w+|levels:update\.\w+\.source|status\.message"
    r"|screen\.risk\.(?:rule|overrides\.\d+)|screen\.plan\.done\.\d+"
)
"""Paths of words: the sentence is the value, and it is told as its engine said it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A part of the screen as it was drawn, with the frame that it was drawn from."""

    name: str
    text: str
    frame: Frame


@asynccontextmanager
async def looking(still: Still, size: tuple[int, int]) -> AsyncIterator[tuple[SpxccApp, Pilot[None]]]:
    app = still.app()
    async with app.run_test(size=size) as pilot:
        yield app, pilot


async def seen(app: SpxccApp, pilot: Pilot[None], *keys: str) -> list[Seen]:
    """Every part after `keys`, drawn at one moment."""
    await pilot.press(*keys)
    await pilot.pause()
    desk = app.desk
    desk.update_frame(frozenset(), everything=True)
    frame = desk.frame()
    for widget in (*desk.lines, *desk.panels):
        widget.draw(frame)
    shown = [widget for widget in (*desk.lines, *desk.panels) if widget.part in desk.plan.boxes]
    assert [widget.part for widget in shown if widget.failed] == []
    return [Seen(widget.part, widget.plain_text, frame) for widget in shown if widget.part in PARTS]


def lines_of(one: Seen) -> Iterator[str]:
    """Without ticks of the axes, and without the hints of keys in the status line."""
    lines = one.text.splitlines()
    if one.name == "status_line":
        lines = lines[:1]
    for line in lines:
        if one.name == "chart":
            # A price at the right edge that no level and no tag points at is a tick of the axis.
            line = re.sub(r"(?<![◄▐▒┼\d,.])\s[\d,]+\.\d\d(?=\s*[│▒█◆]|\s*$)", " ", line)
        if one.name == "gex":
            # Prices at the left of the heat map.
            line = re.sub(r"(?:^|│)\s+[\d,]+[ ►](?=[▀▒╌#=+\-0])", " ", line)
        yield line


def unaccounted(one: Seen) -> list[str]:
    """Lines with a numeral that belongs to no number of the part."""
    numbers = numbers_of(one.frame, one.name)
    known = set[str]().union(*(numerals(text) for each in numbers for text in (each.text, *each.also)))
    names = sorted(names_of(one.frame, one.name), key=len, reverse=True)
    found: list[str] = []
    for line in lines_of(one):
        rest = line
        for name in names:
            if name in rest:
                rest = re.sub(rf"(?<![\w.,+−]){re.escape(name)}(?![\w.,])", " ", rest)
        lost = sorted(numerals(rest) - known)
        if lost:
            found.append(f"{one.name}: {lost} in {line.strip()!r}")
    return found


def fault(still: Still | None, number: Number) -> str | None:
    """What is wrong with the answer; `None` = it gives the number again. Without a market only the screen answers."""
    if number.own is None and still is None:
        return None
    one = number.own if number.own is not None or still is None else still.why(number.path)
    assert one is not None
    if not one.formula or not one.grade.letter:
        return "no formula or no grade"
    if one.value is None:
        return None if one.reason else "no value, and no reason"
    if isinstance(one.value, str):
        return None if TOLD.fullmatch(number.path) or not _uncited(one) else f"no input for {_uncited(one)}"
    found = recomputed(one)
    if found is None:
        return "nothing to compute it from"
    if not within(one, found):
        return f"{one.value} is told, {found} follows from its inputs by {one.expression or 'the contracts'}"
    return None


def _uncited(one: Explanation) -> list[str]:
    cites = [Cite(channel="", id="", value=each.value, age_ms=0) for each in one.inputs]
    return [each.text for each in spoken(str(one.value)) if not any(says(cite, each) for cite in cites)]


def faults(still: Still | None, parts: Sequence[Seen]) -> list[str]:
    found: list[str] = []
    asked: set[str] = set()
    for part in parts:
        for number in numbers_of(part.frame, part.name):
            if number.path not in asked and (wrong := fault(still, number)):
                found.append(f"{part.name} {number.path} ({number.label} {number.text}): {wrong}")
            asked.add(number.path)
    return found


async def grid_seen(app: SpxccApp, pilot: Pilot[None]) -> list[Seen]:
    """The charts of the grid, each with the frame of its own choices, and the lines around them."""
    await pilot.press("v")
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, ChartsScreen)
    parts: list[Seen] = []
    for at, chart in enumerate(screen.charts):
        chart.draw(screen.frame_of(at))
        # Once more: its first drawing sets the axis that its frame then holds.
        frame = screen.frame_of(at)
        chart.draw(frame)
        assert not chart.failed
        parts.append(Seen("chart", chart.plain_text, frame))
    for line in screen.lines:
        frame = screen.desk.frame()
        line.draw(frame)
        parts.append(Seen(line.part, line.plain_text, frame))
    await pilot.press("v")
    return parts
