"""Every panel at every size, with every kind of data."""

from typing import Any

import pytest

from spxcc.engines.flow.result import FLOW_ALERT
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.ui.frame import Frame
from spxcc.ui.panels.base import Panel
from spxcc.ui.panels.brief.panel import Brief, Smallest, Tabs
from spxcc.ui.panels.chart.panel import ChartPanel
from spxcc.ui.panels.coach.panel import CoachPanel
from spxcc.ui.panels.flow.panel import FlowPanel
from spxcc.ui.panels.gex.panel import GexPanel
from spxcc.ui.panels.header.panel import Header
from spxcc.ui.panels.levels.panel import LevelsPanel
from spxcc.ui.panels.now_line.panel import NowLine
from spxcc.ui.panels.setups.panel import SetupsPanel
from spxcc.ui.panels.status_line.panel import StatusLine
from spxcc.ui.renderables.cells import text_of, width_of
from spxcc.ui.safe import CHOICE, SafeStrip
from spxcc.ui.theme import PALETTES
from tests.fakes.desk_data import flow_alert, full_desk, levels, minutes, setup
from tests.fakes.screens import INKS, empty_frame, make_frame, roles_known
from tests.fakes.store import FakeController, FakeStore

SIZES = [
    (1, 1),
    (2, 3),
    (4, 22),
    (7, 7),
    (20, 5),
    (33, 13),
    (46, 14),
    (83, 38),
    (120, 40),
    (200, 60),
    (200, 1),
    (1, 60),
]


def panels() -> list[SafeStrip]:
    return [
        ChartPanel(INKS, PALETTES["classic"], "SPX"), GexPanel(INKS, "SPX"), SetupsPanel(INKS),
        LevelsPanel(INKS, "SPX"), FlowPanel(INKS), CoachPanel(INKS), Header(INKS, "SPX"), NowLine(INKS),
        StatusLine(INKS, (("q", "quit"),)), Brief(INKS, "SPX"), Tabs(INKS), Smallest(INKS, "SPX"),
    ]  # fmt: skip


def one_row() -> tuple[FakeStore, FakeController]:
    store, clock = full_desk()
    store.put_minutes("SPX", minutes(1))
    store.put_items(LEVELS_UPDATE, levels()[:1])
    store.put_items(SETUPS_UPDATE, [setup()])
    return store, clock


def burst() -> tuple[FakeStore, FakeController]:
    store, clock = full_desk()
    store.put_events(FLOW_ALERT, [flow_alert(at, f"b{at}") for at in range(1_000)])
    store.put_minutes("SPX", minutes(600))
    return store, clock


def stale() -> tuple[FakeStore, FakeController]:
    store, clock = full_desk()
    clock.advance(400)
    return store, clock


def frames() -> dict[str, Frame]:
    choices: dict[str, Any] = {"setup_id": "s1", "crosshair": 3, "spy_overlay": True}
    return {
        "full": make_frame(), "chosen": make_frame(**choices), "card": make_frame(setup_id="s1", card=True),
        "empty": empty_frame(), "offline": empty_frame(connected=False), "one row": make_frame(one_row()),
        "stale": make_frame(stale()), "burst": make_frame(burst()), "dense": make_frame(dense=True, frozen=True),
    }  # fmt: skip


@pytest.mark.parametrize("kind", list(frames()))
def test_every_panel_at_every_size(kind: str) -> None:
    frame = frames()[kind]
    for panel in panels():
        for width, height in SIZES:
            for border in (False, True):
                panel.border = border
                lines = panel.fitted(frame, width, height)
                assert len(lines) == height
                assert all(width_of(line) == width for line in lines)
                assert roles_known(lines)


@pytest.mark.parametrize("kind", ["empty", "offline"])
def test_no_panel_without_data_is_blank(kind: str) -> None:
    for panel in panels():
        if isinstance(panel, Panel):
            body = "".join(text_of(line) for line in panel.paint(frames()[kind], 60, 12)[1:])
            assert "waiting" in body or "connecting…" in body, panel.panel


def test_every_panel_listens_to_choices() -> None:
    assert all(CHOICE in panel.channels for panel in panels() if isinstance(panel, Panel))


def test_border_and_title() -> None:
    panel = LevelsPanel(INKS, "SPX")
    panel.border = True
    lines = [text_of(line) for line in panel.fitted(make_frame(focus="levels"), 60, 6)]
    assert lines[0].startswith("━ 4 LEVELS")
    assert lines[0].endswith("┬")
    assert all(line.endswith("│") for line in lines[1:])


@pytest.mark.parametrize("at", range(6))
def test_f60_what_an_earlier_run_left_is_dim_and_says_its_age(at: int) -> None:
    store, clock = full_desk()
    panel = panels()[at]
    for name in panel.channels:
        if store.meta(name) is not None:
            store.mark(name, restored=True)
    clock.advance(15 * 3_600)
    lines = panel.paint(make_frame((store, clock)), 90, 30)
    assert "STALE 15h" in text_of(lines[0])
    assert not {role for line in lines[1:] for _, role in line} & {"up", "down", "gex_pos", "gex_neg", "bright", "tag"}
    assert roles_known(lines)
