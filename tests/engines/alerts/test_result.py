"""The structs of alerts on the wire."""

import msgspec

from spxcc.engines.alerts.result import AlertEvent, alerts_channel, event_id
from spxcc.protocol.names import private_name


def test_the_channel_belongs_to_its_owner_and_carries_events() -> None:
    channel = alerts_channel("Alice@x")
    assert channel is alerts_channel("Alice@x")
    assert channel.keep == "event"
    found = private_name(channel.name)
    assert found is not None
    assert (found.kind, found.owner) == ("alerts", "Alice@x")


def test_an_event_survives_the_wire() -> None:
    event = AlertEvent(id="e-1", event="added", at=5, realm="sim", alert=3)
    assert msgspec.json.decode(msgspec.json.encode(event), type=AlertEvent) == event
    assert event_id(event) == "e-1"
