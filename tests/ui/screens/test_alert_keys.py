"""Keys about alerts."""

import msgspec

from tests.fakes.alerts import alert_book
from tests.fakes.desk_data import full_desk
from tests.fakes.screens import press, running


async def test_one_key_makes_an_alert_and_says_which() -> None:
    async with running((160, 48)) as (app, pilot, _, clock):
        await press(pilot, "a")
        ((name, args),) = clock.alerts.changes
        assert name == "alert.add"
        assert args["words"].startswith("touch 68")
        assert any("the last price" in one.message for one in app._notifications)


async def test_a_refusal_is_said() -> None:
    async with running((160, 48)) as (app, pilot, _, clock):
        clock.alerts.refusal = "touch 6905 is there already as [1]"
        await press(pilot, "a")
        assert [one.message for one in app._notifications] == ["touch 6905 is there already as [1]"]


async def test_words_from_the_palette_and_mute_there_and_back() -> None:
    async with running((160, 48)) as (app, pilot, _, clock):
        app.desk.action_perform("alert.add", "sweep >= 1M")
        await pilot.pause()
        await press(pilot, "M")
        assert clock.alerts.changes == [("alert.add", {"words": "sweep >= 1M"}), ("alert.mute", {"minutes": 15})]
        clock.alerts.book = msgspec.structs.replace(alert_book(), muted_until=clock.now() // 1_000_000 + 5_000)
        await press(pilot, "M")
        assert clock.alerts.changes[-1] == ("alert.mute", {"minutes": 0})


async def test_acknowledging_tells_the_server_and_counts_down_at_once() -> None:
    store, clock = full_desk()
    clock.alerts.book = alert_book()
    async with running((160, 48), (store, clock)) as (app, pilot, _, _):
        await press(pilot, "X")
        name, args = clock.alerts.changes[-1]
        assert name == "alert.ack"
        assert "f1" in args["ids"]
        assert app.desk.state.seen >= {"f1"}
        before = len(clock.alerts.changes)
        await press(pilot, "X")
        assert len(clock.alerts.changes) == before
