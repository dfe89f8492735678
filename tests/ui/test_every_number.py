"""Every number on the screen can be asked about, and its answer gives it again."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from textual.pilot import Pilot

from spxcc.engines.coach.lint import says
from spxcc.engines.coach.numerals import numerals as spoken
from spxcc.engines.coach.result import Cite
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.why.formula import recomputed, within
from spxcc.engines.why.result import Explanation
from spxcc.ui import format as words
from spxcc.ui.app import SpxccApp
from spxcc.ui.frame import Frame
from spxcc.ui.panels.gex.tables import scenario
from spxcc.ui.screens.numbers.catalog import PARTS, numbers_of
from spxcc.ui.screens.numbers.number import Number
from spxcc.ui.state import PANELS
from tests.ui.numerals import numerals
from tests.ui.real_desk import Still, stopped_after

TOLD = re.compile(
    r"setups:update\.\w+\.(?:checks\.\d+\.(?:value|need)|needs|reason|history\.\d+\.reason|invalid\.\d+)"
    r"|flow:alert\.\w+\.condition|coach:message\.\w+\.\w+|levels:update\.\w+\.source|status\.message"
)
"""Paths of words: the sentence is the value, and it is told as its engine said it."""
AGES = re.compile(r"\.(?:age|left|next_close|next_open)$")


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


def names_of(frame: Frame, part: str) -> set[str]:
    """What is no measurement but the name of something: labels of levels, strikes, scenarios, hints of keys."""
    names = {level.label for level in frame.source.items(LEVELS_UPDATE).values()}
    gex = frame.source.get(gex_channel(frame.options.symbol))
    if part == "gex" and gex is not None:
        names |= {scenario(flow) for flow in gex.hedge_flows}
    return names


def strikes_of(frame: Frame, part: str) -> set[str]:
    """Strikes that name a row or a bar, as the ladder and the tables write them."""
    gex = frame.source.get(gex_channel(frame.options.symbol))
    if part not in ("gex", "chart") or gex is None:
        return set()
    return {text for row in gex.by_strike for text in (f"{row.strike:g}", words.strike(row.strike))}


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
    known |= strikes_of(one.frame, one.name)
    names = sorted(names_of(one.frame, one.name), key=len, reverse=True)
    found: list[str] = []
    for line in lines_of(one):
        rest = line
        for name in names:
            rest = re.sub(rf"(?<![\w.,+−]){re.escape(name)}(?![\w.,])", " ", rest)
        lost = sorted(numerals(rest) - known)
        if lost:
            found.append(f"{one.name}: {lost} in {line.strip()!r}")
    return found


def fault(still: Still, number: Number) -> str | None:
    """What is wrong with the answer; `None` = it gives the number again, and as it is written."""
    one = number.own if number.own is not None else still.why(number.path)
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


def faults(still: Still, parts: Sequence[Seen]) -> list[str]:
    found: list[str] = []
    asked: set[str] = set()
    for part in parts:
        for number in numbers_of(part.frame, part.name):
            if number.path not in asked and (wrong := fault(still, number)):
                found.append(f"{part.name} {number.path} ({number.label} {number.text}): {wrong}")
            asked.add(number.path)
    return found


@pytest.mark.parametrize("minutes", [pytest.param(50.0, marks=pytest.mark.slow), 21.0])
async def test_f33_every_number_on_the_screen_follows_from_the_inputs_in_its_answer(minutes: float) -> None:
    async with stopped_after(minutes) as still:
        parts = await desk_parts(still)
        lost = [each for one in parts for each in unaccounted(one)]
        lost += [each for one in await small_parts(still) for each in unaccounted(one)]
        wrong = faults(still, parts)
    assert not lost + wrong, "\n".join(lost + wrong)


async def desk_parts(still: Still) -> list[Seen]:
    """The desk, then every panel over the whole screen."""
    async with looking(still, (160, 48)) as (app, pilot):
        parts = await seen(app, pilot)
        assert {one.name for one in parts} >= {"header", "now_line", "status_line", *PANELS}
        for key, panel in enumerate(PANELS, start=1):
            parts += await seen(app, pilot, *([str(key)] if app.desk.state.focus != panel else []), "z")
            assert app.desk.state.zoomed
            await pilot.press("z")
    return parts


async def small_parts(still: Still) -> list[Seen]:
    """A small terminal with each panel in turn."""
    parts: list[Seen] = []
    async with looking(still, (80, 24)) as (app, pilot):
        for key, panel in enumerate(PANELS, start=1):
            shown = await seen(app, pilot, *([str(key)] if app.desk.state.focus != panel else []))
            assert {one.name for one in shown} >= {"header", "now_line", "brief", panel}
            parts += shown
    return parts
