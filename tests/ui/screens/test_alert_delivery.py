"""Toast, bell and desktop."""

from typing import Any

import msgspec
import pytest

from spxcc.ui.controller import ALERTS
from spxcc.ui.screens.alert_delivery import text_of, toast_fits
from tests.fakes.alerts import alert_book, firing
from tests.fakes.desk_data import full_desk
from tests.fakes.screens import press, running


async def test_a_new_firing_rings_says_and_flashes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    store, clock = full_desk()
    clock.alerts.book = msgspec.structs.replace(alert_book(), fired=())
    rung: list[Any] = []
    async with running((160, 48), (store, clock)) as (app, pilot, _, _):
        monkeypatch.setattr(app, "bell", lambda: rung.append(1))
        store.touch(ALERTS)
        app.frame()
        clock.alerts.book = alert_book()
        for _ in range(3):
            store.touch(ALERTS)
            app.frame()
            await pilot.pause()
        assert [one.message for one in app._notifications] == [text_of(firing("f1"))]
        assert rung == [1]
        gex = next(panel for panel in app.desk.panels if panel.panel == "gex")
        assert "! ALERT" in gex.plain_text.splitlines()[0]
        clock.advance(3)
        app.frame()
        assert "! ALERT" not in gex.plain_text


@pytest.mark.parametrize(("size", "fits"), [((160, 48), True), ((100, 30), True), ((80, 24), False), ((50, 12), False)])
async def test_a_toast_never_stands_over_the_price(size: tuple[int, int], fits: bool) -> None:
    async with running(size) as (app, pilot, _, _):
        assert toast_fits(app.desk) is fits
        if fits:
            await press(pilot, "z")
            await pilot.pause()
            assert not toast_fits(app.desk)
