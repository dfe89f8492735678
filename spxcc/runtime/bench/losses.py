"""Whether anything that must not be lost was: identifiers sent beside identifiers that the client held."""

from collections.abc import Callable, Sequence
from typing import Any

from spxcc.client.store import Store
from spxcc.engines.alerts.result import AlertEvent, Fired, alerts_channel
from spxcc.engines.coach.result import COACH_MESSAGE
from spxcc.engines.flow.result import FLOW_ALERT
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.protocol.channel import EventChannel

OWNER = "local"
ALERTS = alerts_channel(OWNER)
EVENTS: dict[str, EventChannel[Any]] = {"prints": FLOW_ALERT, "coach": COACH_MESSAGE, "alerts": ALERTS}


def alert_event(step: int, now_ms: int) -> tuple[EventChannel[AlertEvent], list[AlertEvent]]:
    """Alert number `step` fires."""
    fired = Fired(
        id=f"a{step}", alert=step, kind="touch", severity="info", words="touch 6890", at=now_ms, price=6890.0, age_ms=0,
        subject="",
    )  # fmt: skip
    event = AlertEvent(id=f"a{step}", event="fired", at=now_ms, realm="sim", alert=step, fired=fired)
    return ALERTS, [event]


class Losses:
    """Watches a store; `sent` is told what was published, `lost` counts what never came."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sent: dict[str, set[str]] = {name: set() for name in EVENTS}
        self._held: dict[str, set[str]] = {name: set() for name in EVENTS}
        self._setups: dict[str, int] = {}

    def watch(self) -> None:
        """From now on; call it again once the server greeted, which sets a listener of its own."""
        for name, channel in EVENTS.items():
            before = self._store.on_frame.get(channel.name)
            self._store.on_frame[channel.name] = self._listener(name, channel, before)

    def sent(self, channel: object, value: Any) -> None:
        """A value that was published."""
        for name, one in EVENTS.items():
            if channel == one:
                self._sent[name] |= {one.key(item) for item in value}
        if channel == SETUPS_UPDATE:
            self._setups = {setup.id: setup.expires for setup in value}

    def lost(self) -> dict[str, int]:
        """By kind; of setups those whose last state is not the one published last."""
        found = {name: len(self._sent[name] - self._held[name]) for name in EVENTS}
        held = {setup.id: setup.expires for setup in self._store.items(SETUPS_UPDATE).values()}
        found["setups"] = sum(held.get(name) != expires for name, expires in self._setups.items())
        return found

    def counted(self) -> dict[str, int]:
        """How many were sent, by kind."""
        return {**{name: len(self._sent[name]) for name in EVENTS}, "setups": len(self._setups)}

    def _listener(self, name: str, channel: EventChannel[Any], before: Callable[[], None] | None) -> Callable[[], None]:
        held, key = self._held[name], channel.key

        def heard() -> None:
            if before is not None:
                before()
            items: Sequence[Any] = self._store.events(channel)
            for item in reversed(items):
                if (found := key(item)) in held:
                    break
                held.add(found)

        return heard
