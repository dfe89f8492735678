"""The alert manager."""

from spxcc.engines.alerts.result import AlertBook
from spxcc.ui.renderables.cells import text_of
from spxcc.ui.screens.alerts import AlertsScreen, lines_of
from tests.fakes.alerts import alert_book
from tests.fakes.desk_data import full_desk
from tests.fakes.screens import check_snapshot, press, roles_known, running, screen_text


def test_lines_list_alerts_then_what_fired() -> None:
    lines = lines_of(alert_book(), None)
    texts = [text_of(line) for line in lines]
    assert texts[0].startswith(" [1] touch 6905")
    assert "2 kept quiet" in texts[2]
    assert "fired (sim market)" in texts[4]
    assert texts[5].startswith(" ! ")
    assert roles_known(lines)
    assert "MUTED until" in text_of(lines_of(alert_book(), 1_790_000_000_000)[4])


def test_lines_of_nothing_say_what_to_do() -> None:
    assert "not heard" in text_of(lines_of(None, None)[0])
    assert "write one below" in text_of(lines_of(AlertBook(), None)[0])


async def test_keys_of_the_manager() -> None:
    store, clock = full_desk()
    clock.alerts.book = alert_book()
    async with running((160, 48), (store, clock)) as (app, pilot, _, _):
        await press(pilot, "A")
        assert isinstance(app.screen, AlertsScreen)
        await press(pilot, "j", "d", "r", "x", "X", "M")
        assert clock.alerts.changes == [
            ("alert.remove", {"id": 2}), ("alert.rearm", {"id": 2}), ("alert.ack", {"ids": ["f1"]}), ("alert.ack", {}),
            ("alert.mute", {"minutes": 15}),
        ]  # fmt: skip
        await press(pilot, "slash", *"flip each", "enter")
        assert clock.alerts.changes[-1] == ("alert.add", {"words": "flip each"})
        clock.alerts.refusal = "expected an alert"
        await press(pilot, *"nonsense", "enter")
        assert "expected an alert" in screen_text(app)
        assert "nonsense" in screen_text(app)
        await press(pilot, "escape")
        assert app.screen_stack[-1].id == app.desk.id
        assert len(app.screen_stack) == 2


async def test_it_follows_the_book_and_looks_like_this() -> None:
    for size in ((160, 48), (100, 30), (80, 24)):
        store, clock = full_desk()
        async with running(size, (store, clock)) as (app, pilot, _, _):
            await press(pilot, "A")
            clock.alerts.book = alert_book()
            assert isinstance(app.screen, AlertsScreen)
            app.screen.refill()
            await pilot.pause()
            assert "[3] flip" in app.screen.lines.text
            check_snapshot(f"alerts_{size[0]}x{size[1]}", screen_text(app))


async def test_no_toast_stands_over_the_manager() -> None:
    async with running((160, 48)) as (app, pilot, _, __):
        await press(pilot, "a")
        assert len(app._notifications) == 1
        await press(pilot, "A")
        assert len(app._notifications) == 0
