"""The plain reader notices every broken promise."""

from typing import Any

from tests.fakes.replica import Replica


def update(seq: int, prev: int, value: str = "a", **more: Any) -> dict[str, Any]:
    """A frame of a delta channel."""
    data = {"op": "add", "item": {"id": value, "value": seq}}
    return {"type": "x", "channel": "d", "seq": seq, "prev": prev, "data": data, **more}


def synced(seq: int, count: int) -> dict[str, Any]:
    """The end of a snapshot."""
    return {"type": "synced", "channel": "d", "epoch": "e", "seq": seq, "count": count}


def read(*frames: dict[str, Any]) -> Replica:
    """A reader after these frames."""
    replica = Replica({"d": "delta"})
    replica.read(list(frames))
    return replica


def test_a_clean_stream_is_merged() -> None:
    replica = read(update(2, 1, snapshot=True), synced(2, 1), update(3, 2, "b"))
    assert (replica.items["d"], replica.faults, replica.resyncs) == ({"a": 2, "b": 3}, [], set())


def test_faults_are_noticed() -> None:
    first = (update(2, 1, snapshot=True), synced(2, 1))
    assert read(update(1, 0)).faults
    assert read(*first, update(2, 1)).faults
    assert read(*first, update(3, 2), *first).faults
    assert read(update(2, 1, snapshot=True), synced(2, 2)).faults
    assert read(*first, {"type": "unsubscribed", "channels": ["d"]}, update(3, 2)).faults
    assert read(*first, update(4, 3)).resyncs == {"d"}
    assert read(*first, update(3, 2, epoch="f")).faults


def test_it_goes_on_where_it_stood() -> None:
    replica = read(update(2, 1, snapshot=True), synced(2, 1))
    assert replica.positions({"d", "other"}) == {"d": {"epoch": "e", "seq": 2}}
    replica.read([{"type": "subscribed", "channels": {"d": {"recovered": True}}}, update(3, 2, "b"), synced(3, 1)])
    assert (replica.items["d"], replica.faults) == ({"a": 2, "b": 3}, [])
    replica.read([{"type": "subscribed", "channels": {"d": {"recovered": True}}}, synced(4, 1)])
    assert replica.faults
