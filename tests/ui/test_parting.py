"""The question before leaving with armed alerts."""

from msgspec import structs

from spxcc.engines.alerts.result import AlertBook
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.ui.parting import ASKED_FOR_S, Parting, armed
from tests.fakes.alerts import alert_book, row
from tests.fakes.desk_data import NOW, full_desk
from tests.fakes.screens import press, running

LONG = (ASKED_FOR_S + 1) * NANOS_PER_SECOND


def test_only_what_may_still_fire_is_counted() -> None:
    assert armed(None) == 0
    done = (row(7, "touch 6890", "fired"), row(8, "touch 6880", "expired"), row(9, "flip", "waiting"))
    assert armed(AlertBook(rows=done)) == 1
    assert armed(alert_book()) == 3


def test_it_asks_once_and_again_after_a_while() -> None:
    parting, book = Parting(), alert_book()
    first = parting.objection(book, NOW, "q")
    assert first == "3 alerts are armed and will be silent here · q again quits"
    assert parting.objection(book, NOW + NANOS_PER_SECOND, "q") == ""
    assert Parting().objection(structs.replace(book, rows=book.rows[:1]), NOW, "Q").startswith("1 alert is armed")
    assert parting.objection(book, NOW + LONG + NANOS_PER_SECOND, "q") == first
    assert Parting().objection(None, NOW, "q") == ""


async def test_q_says_how_many_alerts_fall_silent_and_q_again_quits() -> None:
    store, clock = full_desk()
    clock.alerts.book = alert_book()
    async with running((100, 30), (store, clock)) as (app, pilot, _, __):
        await press(pilot, "q")
        assert not app._exit
        assert any("3 alerts are armed" in str(note.message) for note in app._notifications)
        clock.advance(ASKED_FOR_S + 1)
        await press(pilot, "q")
        assert not app._exit
        await press(pilot, "q")
        assert app._exit


async def test_ctrl_q_and_ctrl_c_quit_at_once() -> None:
    for key in ("ctrl+q", "ctrl+c"):
        store, clock = full_desk()
        clock.alerts.book = alert_book()
        async with running((100, 30), (store, clock)) as (app, pilot, _, __):
            await press(pilot, key)
            assert app._exit
