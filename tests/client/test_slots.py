"""How frames become values."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.client.slots import EVENTS_KEPT, DeltaSlot, EventSlot, StateSlot, Undecodable, slot_for
from spxcc.protocol.channel import difference
from tests.fakes.channels import ALERTS, MARKS, PRICE, Alert, Mark, Quote


def raw(*values: Any) -> Sequence[msgspec.Raw]:
    return [msgspec.Raw(msgspec.json.encode(value)) for value in values]


def test_each_class_has_its_slot() -> None:
    assert isinstance(slot_for(PRICE), StateSlot)
    assert isinstance(slot_for(MARKS), DeltaSlot)
    assert isinstance(slot_for(ALERTS), EventSlot)


def test_a_state_is_its_newest_value() -> None:
    slot = StateSlot(PRICE)
    assert slot.count() == 0
    slot.take(raw(Quote("SPX", 1.0), Quote("SPX", 2.0)), snapshot=False)
    assert slot.value == Quote("SPX", 2.0)
    slot.take((), snapshot=True)
    assert slot.value is None


def test_g2_a_snapshot_replaces_a_collection() -> None:
    slot = DeltaSlot(MARKS)
    slot.take(raw({"added": [Mark("ghost", 1.0), Mark("a", 1.0)]}), snapshot=True)
    slot.take(raw({"added": [Mark("a", 2.0)]}, {"added": [Mark("b", 3.0)]}), snapshot=True)
    assert slot.value == {"a": Mark("a", 2.0), "b": Mark("b", 3.0)}


marks = st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 9), max_size=6).map(
    lambda found: {key: Mark(key, price) for key, price in found.items()}
)


@given(st.lists(marks, min_size=1, max_size=8))
def test_changes_lead_to_the_writers_collection(states: list[dict[str, Mark]]) -> None:
    slot = DeltaSlot(MARKS)
    before: dict[str, Mark] = {}
    for after in states:
        slot.take(raw(*MARKS.encode(difference(before, after))), snapshot=False)
        assert slot.value == after
        before = after


def test_events_are_kept_once_each_and_bounded() -> None:
    slot = EventSlot(ALERTS)
    slot.take(raw(Alert("a", "1"), Alert("b", "2")), snapshot=True)
    assert slot.take(raw(Alert("b", "2"), Alert("c", "3")), snapshot=False) == [Alert("c", "3")]
    assert [alert.id for alert in slot.value] == ["a", "b", "c"]
    slot.take(raw(*(Alert(str(number), "") for number in range(EVENTS_KEPT + 50))), snapshot=False)
    assert slot.count() == EVENTS_KEPT
    assert slot.value[-1].id == str(EVENTS_KEPT + 49)


@pytest.mark.parametrize("slot", [StateSlot(PRICE), DeltaSlot(MARKS), EventSlot(ALERTS)])
@pytest.mark.parametrize("broken", [b"{", b'{"id":7,"added":7}', b"[]", b'{"added":[{}]}', b'"\xff"'])
def test_what_cannot_be_read_changes_nothing(slot: StateSlot | DeltaSlot | EventSlot, broken: bytes) -> None:
    before = slot.value
    with pytest.raises(Undecodable, match=slot.channel.name):
        slot.take([msgspec.Raw(broken)], snapshot=True)
    assert slot.value is before
