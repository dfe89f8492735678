"""The desk: keys, pointing, snapshots of whole screens."""

import pytest
from msgspec import structs

from spxcc.engines.coach.result import COACH_MESSAGE
from spxcc.engines.flow.result import FLOW_ALERT
from spxcc.engines.health.result import HEALTH, ChannelHealth
from spxcc.engines.price.result import price_channel
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.ui.app import SpxccApp
from spxcc.ui.options import UiOptions
from spxcc.ui.panels.levels.view_model import build as levels
from spxcc.ui.screens.desk import FROZEN
from tests.fakes.desk_data import LAST, coach_message, empty_desk, flow_alert, full_desk, price, tick
from tests.fakes.screens import check_snapshot, press, running, screen_text

SIZES = [(160, 48), (100, 30), (80, 24)]


@pytest.mark.parametrize("size", SIZES)
async def test_f57_snapshot_of_the_full_desk(size: tuple[int, int]) -> None:
    async with running(size) as (app, _, __, ___):
        check_snapshot(f"desk_{size[0]}x{size[1]}", screen_text(app))


@pytest.mark.parametrize("size", SIZES[:2])
async def test_snapshot_before_any_data(size: tuple[int, int]) -> None:
    async with running(size, empty_desk(connected=False)) as (app, _, __, ___):
        text = screen_text(app)
        assert "connecting…" in text
        check_snapshot(f"connecting_{size[0]}x{size[1]}", text)


@pytest.mark.parametrize("size", SIZES[:2])
async def test_snapshot_of_a_selected_setup(size: tuple[int, int]) -> None:
    async with running(size) as (app, pilot, _, __):
        await press(pilot, "n", "enter")
        check_snapshot(f"setup_{size[0]}x{size[1]}", screen_text(app))


async def test_snapshot_of_stale_data() -> None:
    desk = full_desk()
    async with running((160, 48), desk) as (app, pilot, _, clock):
        clock.advance(3.2)
        app.frame()
        await pilot.pause()
        text = screen_text(app)
        assert "STALE 3.2s" in text
        assert "● SIM" not in text
        assert "▒6,885.86▒" in text
        assert text.count("STALE") >= 8
        check_snapshot("stale_160x48", text)


async def test_snapshot_of_each_panel_zoomed() -> None:
    async with running((100, 30)) as (app, pilot, _, __):
        await press(pilot, "z")
        for digit in "123456":
            await press(pilot, digit)
            check_snapshot(f"zoom_{digit}_100x30", screen_text(app))


async def test_any_size_from_one_cell_up() -> None:
    async with running((160, 48)) as (app, pilot, store, clock):
        for width, height in ((1, 1), (2, 1), (3, 50), (19, 4), (59, 15), (60, 16), (100, 24), (140, 30), (200, 60)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            clock.advance(0.3)
            tick(store, LAST + width / 100)
            app.frame()
            await pilot.pause()
            assert not [widget.failed for widget in (*app.desk.panels, *app.desk.lines) if widget.failed]
        assert "6,887.86" in screen_text(app)


async def test_f57_small_terminal_says_what_to_do() -> None:
    async with running((50, 12)) as (app, _, __, ___):
        text = screen_text(app)
        for part in ("6,885.86", "READY", "ZERO GAMMA", "enlarge terminal"):
            assert part in text


async def test_f59_chart_now_line_and_levels_follow_the_selection() -> None:
    async with running((160, 48)) as (app, pilot, _, __):
        assert "━ entry" not in screen_text(app)
        await press(pilot, "n")
        text = screen_text(app)
        assert "━ entry" in text
        assert "►A READY" in text
        assert "◆CW" in text
        assert "►  +19.1  6,905.0 CALL WALL" in text
        await press(pilot, "n")
        assert " FORMING ▏FADE ↑" in screen_text(app)
        await press(pilot, "escape")
        assert "━ entry" not in screen_text(app)


async def test_freeze_holds_the_panels_while_data_flows() -> None:
    async with running((160, 48)) as (app, pilot, store, clock):
        await press(pilot, "p")
        frozen = app.desk.chart.plain_text
        assert "FROZEN" in screen_text(app)
        clock.advance(0.5)
        tick(store, LAST + 5)
        app.frame()
        await press(pilot, "o", "o", "o")
        assert app.desk.chart.plain_text == frozen
        assert "6,890.86" in app.desk.lines[0].plain_text
        await press(pilot, "p")
        assert "▐6,890.86▌" in screen_text(app)
        assert "FROZEN" not in screen_text(app)


async def test_freeze_holds_the_short_rows_of_a_small_screen_but_not_its_lines_of_truth() -> None:
    async with running((80, 24)) as (app, pilot, store, clock):
        await press(pilot, "p")
        still = {line.part: line.plain_text for line in app.desk.lines if line.part in FROZEN}
        assert set(still) == {"brief", "tabs"}
        clock.advance(0.5)
        tick(store, LAST + 5)
        store.put_items(SETUPS_UPDATE, [])
        store.put_events(COACH_MESSAGE, [coach_message("late", "alert", 0)])
        app.frame()
        await pilot.pause()
        assert {line.part: line.plain_text for line in app.desk.lines if line.part in FROZEN} == still
        assert "6,890.86" in app.desk.lines[0].plain_text
        await press(pilot, "p")
        now = {line.part: line.plain_text for line in app.desk.lines if line.part in FROZEN}
        assert all(now[part] != still[part] for part in FROZEN)


async def test_keys_reach_the_chart() -> None:
    async with running((160, 48)) as (app, pilot, _, __):
        await press(pilot, "t", "plus", "h", "H", "c", "g", "O", "i")
        state = app.desk.state
        assert (state.timeframe, state.viewport.pitch, state.crosshair is None) == ("5m", 2, False)
        assert (state.gex, state.spy_overlay, state.level_filter) == ("ladder", True, "options")
        assert "○ +" in screen_text(app) or " C 6,8" in screen_text(app)
        await press(pilot, "equals_sign", "T")
        assert app.desk.state.viewport.follow
        assert app.desk.state.timeframe == "1m"


async def test_pointing_focuses_selects_zooms_and_pans() -> None:
    async with running((160, 48)) as (app, pilot, _, __):
        await pilot.click("#setups", offset=(5, 1))
        await pilot.pause()
        assert (app.desk.state.focus, app.desk.state.setup_id) == ("setups", "s1")
        await pilot.click("#levels", offset=(5, 2))
        await pilot.pause()
        chosen = app.desk.state.level_id
        assert (app.desk.state.focus, chosen) == ("levels", levels(app.desk.frame()).rows[1].id)
        assert "►" in screen_text(app)
        await pilot.click("#levels", offset=(5, 2))
        await pilot.pause()
        assert app.desk.state.level_id is None
        await pilot.click("#flow", offset=(5, 0), times=2)
        await pilot.pause()
        assert (app.desk.state.focus, app.desk.state.zoomed) == ("flow", True)
        await press(pilot, "escape")
        app.desk.panels[4].post_message(app.desk.panels[4].Wheeled("flow", 1))
        app.desk.panels[4].post_message(app.desk.panels[4].Wheeled("flow", 1))
        await pilot.pause()
        assert app.desk.state.row("flow") == 2
        app.desk.chart.post_message(app.desk.chart.Moved(zoom=1, bars=-4))
        await pilot.pause()
        assert app.desk.state.viewport.pitch == 2
        assert not app.desk.state.viewport.follow
        await pilot.mouse_down("#chart", offset=(40, 10))
        await pilot.hover("#chart", offset=(60, 10))
        await pilot.mouse_up("#chart", offset=(60, 10))
        await pilot.pause()
        assert app.desk.chart._drag.x is None


async def test_retry_and_ack() -> None:
    async with running((160, 48)) as (app, pilot, _, clock):
        await press(pilot, "R", "x")
        assert clock.retries == 1
        assert "! 1 alert" not in screen_text(app)


async def test_recovery_needs_no_key() -> None:
    async with running((100, 30)) as (app, pilot, store, clock):
        clock.advance(20)
        app.frame()
        await pilot.pause()
        assert "STALE" in screen_text(app)
        store.put(price_channel("SPX"), price(at=clock.now()))
        app.frame()
        await pilot.pause()
        assert "● SIM" in screen_text(app)


async def test_responsive_classes_follow_the_size() -> None:
    async with running((160, 48), options=UiOptions(fps=0)) as (app, pilot, _, __):
        assert {"-lg", "-tall"} <= app.screen.classes
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert {"-xs", "-short"} <= app.screen.classes


def drawn_since(app: SpxccApp, before: list[object]) -> set[str]:
    return {panel.panel for panel, frame in zip(app.desk.panels, before, strict=True) if panel._shown is not frame}


async def test_only_panels_that_listen_to_what_changed_are_drawn() -> None:
    async with running((160, 48)) as (app, _, store, __):
        before: list[object] = [panel._shown for panel in app.desk.panels]
        tick(store, LAST + 0.5)
        app.frame()
        assert drawn_since(app, before) == {"chart"}
        store.put_events(FLOW_ALERT, [flow_alert(0, "new")])
        app.frame()
        assert drawn_since(app, before) == {"chart", "flow"}


async def test_distances_to_levels_move_four_times_a_second_and_not_with_every_tick() -> None:
    async with running((160, 48)) as (app, _, store, clock):
        levels = app.desk.panels[3]
        for _ in range(4):
            tick(store, LAST + 0.5)
            clock.advance(0.05)
            app.frame()
            assert "+4.1  6,890.0 ZERO GAMMA" in levels.plain_text
        clock.advance(0.05)
        app.frame()
        assert "+3.6  6,890.0 ZERO GAMMA" in levels.plain_text
        before: list[object] = [panel._shown for panel in app.desk.panels]
        clock.advance(0.3)
        app.frame()
        assert "levels" not in drawn_since(app, before)


async def test_counters_draw_no_panel_and_another_reason_draws_all() -> None:
    async with running((160, 48)) as (app, _, store, __):
        before: list[object] = [panel._shown for panel in app.desk.panels]
        health = store.get(HEALTH)
        assert health is not None
        store.put(HEALTH, structs.replace(health, events=health.events + 1))
        app.frame()
        assert drawn_since(app, before) == set()
        failed = {"flow:alert": ChannelHealth("failed", "the flow engine raised ValueError")}
        store.put(HEALTH, structs.replace(health, channels=failed))
        app.frame()
        assert drawn_since(app, before) == {"gex", "chart", "setups", "levels", "flow", "coach"}


async def test_a_flash_ends_by_the_frame_timer_though_nothing_comes() -> None:
    async with running((100, 30)) as (app, pilot, store, clock):
        header = app.desk.lines[0]
        tick(store, LAST + 1)
        app.frame()
        assert header.due_ns == clock.now() + 150_000_000
        flashing = header._lines
        clock.advance(0.14)
        app.frame()
        assert header._lines == flashing
        clock.advance(0.02)
        app.frame()
        assert [header.due_ns, header._lines == flashing] == [None, False]
        await pilot.pause()
