"""The board seats its children by the plan."""

from spxcc.ui.state import PANELS
from tests.fakes.screens import press, running


async def test_children_stand_where_the_plan_says() -> None:
    async with running((160, 48)) as (app, _, __, ___):
        for widget in (*app.desk.panels, *app.desk.lines):
            name = (widget.id or "").replace("-", "_")
            box = app.desk.plan.boxes.get(name)
            if box is not None:
                assert tuple(widget.region) == tuple(box)
        assert app.desk.chart.border


async def test_rearranged_on_resize_and_on_choice() -> None:
    async with running((160, 48)) as (app, pilot, _, __):
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.desk.plan.name == "small"
        assert not app.desk.chart.border
        for digit, name in enumerate(PANELS, start=1):
            await press(pilot, str(digit))
            assert name in app.desk.plan.boxes
