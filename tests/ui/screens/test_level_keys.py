"""Palette entries about levels of one's own."""

import pytest

from spxcc.ui.screens.level_keys import level_of
from tests.fakes.screens import running


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ('6895 "my line"', {"price": 6895.0, "label": "my line"}), ("6,902.5", {"price": 6902.5}),
        ("6895 gap 12", {"price": 6895.0, "label": "gap 12"}), ("my line", None), ("6895x", None), ("", None),
    ],
)  # fmt: skip
def test_a_price_then_a_name(text: str, wish: dict[str, object] | None) -> None:
    assert level_of(text) == wish


async def test_a_level_is_added_and_removed_and_what_is_refused_is_said() -> None:
    async with running((160, 48)) as (app, pilot, _, controller):
        app.desk.action_perform("level.add", '6895 "my line"')
        app.desk.action_perform("level.remove", "6895")
        app.desk.action_perform("level.add", "line 6895")
        await pilot.pause()
        controller.day.refusal = "a level of yours stands at 6,900.00 already"
        app.desk.action_perform("level.add", "6900")
        await pilot.pause()
        assert controller.day.acts == [
            ("level.add", {"price": 6895.0, "label": "my line"}),
            ("level.remove", {"price": 6895.0}),
            ("level.add", {"price": 6900.0}),
        ]
        said = [str(toast.message) for toast in app._notifications]
        assert "6,895.00 my line is a level of yours" in said
        assert any(one.startswith("expected a price and a name") for one in said)
        assert "a level of yours stands at 6,900.00 already" in said
