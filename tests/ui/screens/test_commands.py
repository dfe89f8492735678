"""The command palette."""

import pytest

from spxcc.ui.actions import ACTIONS
from spxcc.ui.screens.commands import DISCOVER, ActionCommands, argument_of, entries
from tests.fakes.screens import press, running, screen_text


async def test_palette_lists_searches_and_runs_actions() -> None:
    async with running((100, 40)) as (app, pilot, _, __):
        provider = ActionCommands(app.screen)
        assert len([hit async for hit in provider.discover()]) == DISCOVER
        for action in ACTIONS:
            for label, _argument in entries(action, "level: go 6905"):
                assert any(label == hit.text for hit in [hit async for hit in provider.search(label)])
        await press(pilot, "colon")
        assert "Search" in screen_text(app)
        await press(pilot, "escape")
        hits = [hit async for hit in provider.search("chart: next timeframe")]
        await hits[0].command()
        assert app.desk.state.timeframe == "5m"
        hits = [hit async for hit in provider.search("chart: 1h")]
        await next(hit for hit in hits if hit.text == "chart: 1h").command()
        assert app.desk.state.timeframe == "1h"


async def test_a_free_argument_is_what_follows_the_words() -> None:
    async with running((160, 48)) as (app, _, __, ___):
        provider = ActionCommands(app.screen)
        hits = [hit async for hit in provider.search("level: go it's 6905")]
        found = next(hit for hit in hits if hit.text == "level: go it's 6905")
        await found.command()
        hits = [hit async for hit in provider.search("level go 6,905")]
        await hits[0].command()
        assert app.desk.state.focus == "levels"


@pytest.mark.parametrize(
    ("query", "argument"),
    [("level: go 6905", "6905"), ("Level go  6,905 x", "6,905 x"), ("level: go", ""), ("level", ""), ("chart: 1m", "")],
)
def test_arguments(query: str, argument: str) -> None:
    assert argument_of("level: go {}", query) == argument
