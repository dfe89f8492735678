"""The alert strip on the desk."""

import pytest

from spxcc.ui.controller import ALERTS
from spxcc.ui.panels.alerts.panel import AlertStrip
from spxcc.ui.renderables.cells import width_of
from tests.fakes.alerts import alert_book
from tests.fakes.desk_data import full_desk
from tests.fakes.screens import INKS, make_frame, running


@pytest.mark.parametrize("width", [1, 5, 19, 40, 80, 160, 200])
def test_it_is_one_line_of_any_width(width: int) -> None:
    strip = AlertStrip(INKS)
    (line,) = strip.paint(make_frame(), width, 1)
    assert width_of(line) <= width
    assert ALERTS in strip.channels


async def test_the_tall_desk_shows_it_and_it_follows_the_book() -> None:
    store, clock = full_desk()
    async with running((160, 48), (store, clock)) as (app, pilot, _, _):
        strip = app.desk.query_one(AlertStrip)
        assert "not heard" in strip.plain_text
        clock.alerts.book = alert_book()
        store.touch(ALERTS)
        app.frame()
        await pilot.pause()
        assert "[3] flip fired" in strip.plain_text
        assert strip.region.height == 1
