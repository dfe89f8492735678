"""The command palette."""

from spxcc.ui.actions import ACTIONS
from spxcc.ui.screens.commands import DISCOVER, ActionCommands
from tests.fakes.screens import press, running, screen_text


async def test_palette_lists_searches_and_runs_actions() -> None:
    async with running((100, 40)) as (app, pilot, _, __):
        provider = ActionCommands(app.screen)
        assert len([hit async for hit in provider.discover()]) == DISCOVER
        for action in ACTIONS:
            found = [hit async for hit in provider.search(action.label)]
            assert any(action.label == str(hit.text) or action.label in str(hit.prompt) for hit in found)
        await press(pilot, "colon")
        assert "Search" in screen_text(app)
        await press(pilot, "escape")
        hits = [hit async for hit in provider.search("chart: next timeframe")]
        await hits[0].command()
        assert app.desk.state.timeframe == "5m"
