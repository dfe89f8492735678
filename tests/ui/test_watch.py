"""The inline app: six rows from its first frame on, keys that end it, a service that fails."""

import pytest

from spxcc.ui.options import UiOptions
from spxcc.ui.watch import WatchApp
from tests.fakes.desk_data import LAST, empty_desk, full_desk, tick


async def test_it_shows_the_strip_and_follows_the_price() -> None:
    store, clock = full_desk()
    app = WatchApp(store, clock, UiOptions(fps=0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.strip.size.height == 6
        assert "6,885.86" in app.strip.plain_text
        tick(store, LAST + 1)
        app.frame()
        assert "6,886.86" in app.strip.plain_text


async def test_it_is_not_blank_without_a_connection() -> None:
    store, clock = empty_desk(False)
    app = WatchApp(store, clock, UiOptions(fps=0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        rows = app.strip.plain_text.split("\n")
        assert len(rows) == 6
        assert all(row.strip() for row in rows)


@pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q", "escape"])
async def test_keys_that_end_it(key: str) -> None:
    store, clock = full_desk()
    app = WatchApp(store, clock, UiOptions(fps=0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert not app.is_running
    assert app.failure is None


async def test_a_service_that_fails_ends_it_with_its_sentence() -> None:
    async def failing() -> None:
        raise ValueError("expected port 8787 to be free")

    store, clock = full_desk()
    app = WatchApp(store, clock, UiOptions(fps=0), [failing])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
    assert app.failure == "expected port 8787 to be free"
