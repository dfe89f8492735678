"""The app over its own backend, and attached to another."""

import asyncio
from pathlib import Path

import pytest

from spxcc.runtime.config import load
from spxcc.runtime.errors import UserError
from spxcc.runtime.paths import user_paths
from spxcc.runtime.terminal import Terminal, options_of
from tests.fakes.screens import screen_text
from tests.runtime.runs import plain_config, simulated


async def test_f01_f02_the_screen_fills_from_its_own_websocket() -> None:
    terminal = Terminal(plain_config()).over(simulated(), announced=False)
    app = terminal.app()
    async with app.run_test(size=(160, 48)) as pilot:
        async with asyncio.timeout(30):
            while "CW" not in screen_text(app) or "● SIM" not in screen_text(app):
                await pilot.pause(0.05)
        text = screen_text(app)
        assert "LIVE" not in text
        assert all(title in text for title in ("1 GEX", "2 SPX", "3 SETUPS", "4 LEVELS", "5 FLOW", "6 COACH"))


async def test_an_attached_screen_shows_the_same_server() -> None:
    backend = simulated()
    address = await backend.start()
    playing = asyncio.ensure_future(backend.run())
    app = Terminal(plain_config()).attached(address.url, backend.token).app()
    async with app.run_test(size=(100, 30)) as pilot, asyncio.timeout(30):
        while "VWAP" not in screen_text(app):
            await pilot.pause(0.05)
    playing.cancel()
    await asyncio.wait({playing})
    await backend.stop()


def test_f58_a_headless_run_presses_keys_and_writes_its_picture(tmp_path: Path) -> None:
    target = tmp_path / "desk.svg"
    Terminal(plain_config()).over(simulated(), announced=False).headless(
        (100, 30), 0.5, (str(target),), ("question_mark",)
    )
    assert target.read_text().startswith("<svg")


def test_a_picture_that_cannot_be_written_is_said_before_the_run(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"\.svg or \.png"):
        Terminal(plain_config()).over(simulated(), announced=False).headless((80, 24), 2.0, (str(tmp_path / "a.gif"),))


def test_the_stream_log_goes_to_a_private_file_where_asked(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "stream.jsonl"
    Terminal(plain_config(), stream_file=target).over(simulated(), announced=False).headless((80, 24), 1.5)
    text = target.read_text()
    assert '"event":"open"' in text
    assert "eyJ" not in text
    assert target.stat().st_mode & 0o077 == 0


def test_settings_and_keys_reach_the_screen(home: Path) -> None:
    config_file = user_paths().config_file
    config_file.parent.mkdir(parents=True)
    config_file.write_text('density = "compact"\nmute = true\n[keys]\n"chart.follow" = "F"\n')
    options = options_of(load(user_paths()))
    assert (options.dense, options.mute, options.keymap) == (True, True, {"chart.follow": "F"})
    config_file.write_text('[keys]\n"chart.follow" = "z"\n')
    with pytest.raises(UserError, match=r"line 2: .* which panel.zoom has"):
        options_of(load(user_paths()))
