"""Numbering, differences and snapshots of one channel."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from spxcc.gateway.topic import REMEMBERED_EVENTS, DeltaTopic, EventTopic, Sent, StateTopic, Topic, topic_of
from spxcc.protocol.channel import difference
from spxcc.protocol.codec import encode_data
from tests.fakes.gateway import FLOW, GEX, LEVELS, START, Member, Reading, unframe


def datas(sent: list[Sent]) -> list[Any]:
    """Decoded `data` of what was sent."""
    return [json.loads(each.data) for each in sent]


def snapshot(topic: Topic) -> list[dict[str, Any]]:
    """Decoded frames of the full value."""
    return [json.loads(frame.payload) for frame in topic.snapshot()]


def put(topic: Topic, *items: Member) -> list[Sent]:
    """Publish items."""
    return topic.publish(items, START, "t")


def test_each_class_of_channel_has_its_topic() -> None:
    kinds = [type(topic_of(channel, "e")) for channel in (GEX, LEVELS, FLOW)]
    assert kinds == [StateTopic, DeltaTopic, EventTopic]


def test_f11_a_state_is_sent_when_it_differs_and_only_then() -> None:
    topic = StateTopic(GEX, "e")
    assert datas(topic.publish(Reading(1.0), START, "t")) == [{"value": 1.0, "note": ""}]
    assert topic.publish(Reading(1.0), START + 1, "t2") == []
    assert len(topic.publish(Reading(2.0), START + 2, "t3")) == 1
    assert topic.seq == 2


def test_f15_a_delta_says_what_changed_by_stable_id() -> None:
    topic = DeltaTopic(LEVELS, "e")
    first, second = Member("level-2026-01-05-call", 1), Member("level-2026-01-05-put", 1)
    assert len(put(topic, first, second)) == 2
    assert put(topic, first, second) == []
    sent = put(topic, first, Member(second.id, 2), Member("level-new"))
    assert [(data["op"], data["item"]["id"]) for data in datas(sent)] == [("add", "level-new"), ("change", second.id)]
    assert [data["op"] for data in datas(put(topic, first))] == ["remove", "remove"]


def test_o5_ids_that_share_a_beginning_are_not_the_same_item() -> None:
    topic = DeltaTopic(LEVELS, "e")
    sent = put(topic, Member("structural-pdh", 1), Member("structural-pdl", 2))
    assert [data["item"]["id"] for data in datas(sent)] == ["structural-pdh", "structural-pdl"]
    assert {part["data"]["item"]["id"] for part in snapshot(topic)} == {"structural-pdh", "structural-pdl"}
    (gone,) = datas(put(topic, Member("structural-pdh", 1)))
    assert (gone["op"], gone["item"]["id"]) == ("remove", "structural-pdl")


def test_f15_an_event_is_sent_once_however_often_it_is_published() -> None:
    topic = EventTopic(FLOW, "e")
    assert len(put(topic, Member("a"), Member("b"))) == 2
    assert [data["id"] for data in datas(put(topic, Member("a"), Member("b"), Member("c")))] == ["c"]
    assert topic.seq == 3
    many = [Member(f"x{at}") for at in range(REMEMBERED_EVENTS + 10)]
    assert len(put(topic, *many)) == len(many)
    assert put(topic, *many[-REMEMBERED_EVENTS:]) == []


def test_a_snapshot_of_events_is_the_recent_ones_in_order() -> None:
    topic = EventTopic(FLOW, "e")
    put(topic, *(Member(f"e{at}") for at in range(8)))
    parts = snapshot(topic)
    assert [part["data"]["id"] for part in parts] == ["e3", "e4", "e5", "e6", "e7"]
    assert [(part["part"], part["of"], part["seq"]) for part in parts] == [(at, 5, 8) for at in range(1, 6)]


def test_o3_the_snapshot_is_never_older_than_the_newest_update() -> None:
    topic = DeltaTopic(LEVELS, "e")
    put(topic, Member("a"))
    assert [part["seq"] for part in snapshot(topic)] == [1]
    put(topic, Member("a"), Member("b"))
    assert [(part["seq"], part["data"]["item"]["id"]) for part in snapshot(topic)] == [(2, "a"), (2, "b")]


def test_o11_an_empty_collection_exists_and_says_so() -> None:
    topics: list[Topic] = [DeltaTopic(LEVELS, "e"), EventTopic(FLOW, "e")]
    for topic in topics:
        assert topic.latest() is None
        assert put(topic) == []
        latest = topic.latest()
        assert latest is not None
        assert latest.data_bytes == b"[]"
        assert snapshot(topic) == []
        synced = json.loads(unframe(topic.synced()))
        assert (synced["type"], synced["seq"], synced["count"]) == ("synced", 0, 0)


def test_an_impaired_value_is_marked_and_the_next_one_is_fresh_even_if_equal() -> None:
    topic = StateTopic(GEX, "e")
    topic.publish(Reading(1.0), START, "t")
    topic.impair(stale=True, reason="feed down")
    assert snapshot(topic)[0]["stale"] is True
    latest = topic.latest()
    assert latest is not None
    assert (latest.stale, latest.reason, latest.seq) == (True, "feed down", 1)
    (again,) = topic.publish(Reading(1.0), START, "t")
    assert "stale" not in json.loads(again.frame.payload)
    assert topic.seq == 2
    assert "stale" not in snapshot(topic)[0]


def test_a_delta_that_was_stale_has_a_fresh_snapshot_again() -> None:
    topic = DeltaTopic(LEVELS, "e")
    put(topic, Member("a"))
    topic.impair(stale=True, reason=None)
    assert snapshot(topic)[0]["stale"] is True
    assert put(topic, Member("a")) == []
    assert "stale" not in snapshot(topic)[0]


def test_repeat_is_for_state_alone() -> None:
    state, delta = StateTopic(GEX, "e"), DeltaTopic(LEVELS, "e")
    state.publish(Reading(1.0), START, "t")
    put(delta, Member("a"))
    assert [each.frame.seq for each in state.repeat("t2")] == [2]
    assert delta.repeat("t2") == []


def test_latest_of_a_collection_is_the_list_of_its_items() -> None:
    delta, events = DeltaTopic(LEVELS, "e"), EventTopic(FLOW, "e")
    put(delta, Member("a", 1), Member("b", 2))
    put(events, Member("x"))
    values = [topic.latest() for topic in (delta, events)]
    assert [json.loads(value.data_bytes) for value in values if value is not None] == [
        [{"id": "a", "value": 1}, {"id": "b", "value": 2}],
        [{"id": "x", "value": 0}],
    ]


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(0, 2)), max_size=12))
def test_g1_seq_rises_by_one_and_updates_rebuild_the_collection(steps: list[dict[str, int]]) -> None:
    topic, copy, last = DeltaTopic(LEVELS, "e"), dict[str, int](), 0
    for step in steps:
        for sent in put(topic, *(Member(key, value) for key, value in step.items())):
            frame = json.loads(sent.frame.payload)
            assert (frame["seq"], frame["prev"]) == (last + 1, last)
            last = frame["seq"]
            item = frame["data"]["item"]
            if frame["data"]["op"] == "remove":
                del copy[item["id"]]
            else:
                copy[item["id"]] = item["value"]
        assert copy == step
        assert {part["data"]["item"]["id"]: part["data"]["item"]["value"] for part in snapshot(topic)} == step


@given(st.lists(st.integers(0, 3), max_size=12), st.lists(st.integers(0, 3), max_size=12), st.booleans())
def test_a_long_collection_is_compared_from_where_it_differs_and_nothing_is_missed(
    before: list[int], after: list[int], same_objects: bool
) -> None:
    old = [Member(f"m{at}", value) for at, value in enumerate(before)]
    new = [Member(f"m{at}", value) for at, value in enumerate(after)]
    if same_objects:
        new = [old[at] if at < len(old) and old[at] == one else one for at, one in enumerate(new)]
    topic = DeltaTopic(LEVELS, "e")
    put(topic, *old)
    whole = difference({one.id: one for one in old}, {one.id: one for one in new})
    assert [each.data for each in put(topic, *new)] == [encode_data(data) for data in LEVELS.encode(whole)]
