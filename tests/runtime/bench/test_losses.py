"""Identifiers sent beside identifiers held."""

from collections.abc import Callable

from spxcc.runtime.bench.child_tick import frame
from spxcc.runtime.bench.losses import ALERTS, Losses, alert_event
from spxcc.runtime.bench.values import START_MS, Published, alert, message, setups
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.desk_client import DeskClient


def watched() -> tuple[DeskClient, Losses, Callable[[Published], None]]:
    desk = DeskClient(SystemClock())
    desk.store.register(ALERTS)
    losses = Losses(desk.store)
    losses.watch()

    def publish(one: Published) -> None:
        losses.sent(*one)
        desk.store.apply(frame(one, START_MS, False))

    return desk, losses, publish


def test_what_came_is_not_lost_and_what_did_not_is_counted() -> None:
    _, losses, publish = watched()
    for step in range(700):
        publish(alert(step, START_MS))
    publish(message(1, START_MS))
    publish(setups(3, START_MS))
    publish(alert_event(1, START_MS))
    assert losses.lost() == {"prints": 0, "coach": 0, "alerts": 0, "setups": 0}
    assert losses.counted() == {"prints": 700, "coach": 1, "alerts": 1, "setups": 3}
    for one in (alert(999, START_MS), message(2, START_MS), setups(4, START_MS), alert_event(2, START_MS)):
        losses.sent(*one)
    assert losses.lost() == {"prints": 1, "coach": 1, "alerts": 1, "setups": 3}


def test_a_listener_that_was_there_still_hears() -> None:
    desk = DeskClient(SystemClock())
    heard: list[str] = []
    desk.store.register(ALERTS)
    desk.store.on_frame[ALERTS.name] = lambda: heard.append("alert")
    Losses(desk.store).watch()
    desk.store.apply(frame(alert_event(1, START_MS), START_MS, False))
    assert heard == ["alert"]
