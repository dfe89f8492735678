"""The app: palettes, services, timer, exports."""

import os
from pathlib import Path

from spxcc.ui.app import SpxccApp
from spxcc.ui.options import PALETTE_NAMES, UiOptions
from spxcc.ui.theme import PALETTES
from tests.fakes.desk_data import LAST, full_desk, tick
from tests.fakes.screens import press, running, screen_text


async def test_palette_key_walks_through_all_of_them() -> None:
    async with running((100, 30)) as (app, pilot, _, __):
        before = screen_text(app)
        seen = []
        for _step in PALETTE_NAMES:
            await press(pilot, "P")
            seen.append(app.theme)
            assert app.desk.chart.palette is PALETTES[next(n for n in PALETTE_NAMES if app.theme == f"spxcc-{n}")]
        assert sorted(seen) == sorted(f"spxcc-{name}" for name in PALETTE_NAMES)
        assert screen_text(app).splitlines()[5] == before.splitlines()[5]


async def test_services_run_beside_the_screen_and_their_failure_is_not_its_end() -> None:
    started: list[str] = []

    async def good() -> None:
        started.append("good")

    async def bad() -> None:
        started.append("bad")
        raise RuntimeError("port taken")

    store, clock = full_desk()
    app = SpxccApp(store, clock, UiOptions(fps=0), services=[good, bad])
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete([worker for worker in app.workers if worker.name == "good"])
        await pilot.pause()
        assert sorted(started) == ["bad", "good"]
        assert app.is_running
        assert any("port taken" in notice.message for notice in app._notifications)


async def test_the_timer_draws_and_slows_down_without_focus() -> None:
    async with running((100, 30)) as (app, pilot, store, _):
        app.options = UiOptions(fps=20)
        tick(store, LAST + 1)
        app._timer()
        await pilot.pause()
        assert "6,886.86" in screen_text(app)
        app.app_focus = False
        tick(store, LAST + 2)
        drawn = []
        for _step in range(10):
            app._timer()
            drawn.append("6,887.86" in app.desk.lines[0].plain_text)
        assert drawn.index(True) >= 1
        assert drawn[-1]


async def test_exports(tmp_path: Path) -> None:
    options = UiOptions(fps=0, screenshot_dir=str(tmp_path))
    async with running((80, 24), options=options) as (app, pilot, _, __):
        assert app.export_svg().startswith("<svg")
        await press(pilot, "S")
    assert [Path(name).suffix for name in os.listdir(tmp_path)] == [".svg"]


async def test_quit() -> None:
    async with running((80, 24)) as (app, pilot, _, __):
        await press(pilot, "q")
        assert not app.is_running or app._exit
