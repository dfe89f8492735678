"""Frames as bytes."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame as WebsocketsFrame
from websockets.frames import Opcode

from spxcc.gateway.frame import Stamp, channel_payload, check_channel, text_frame
from spxcc.protocol.channel import StateChannel
from spxcc.protocol.codec import encode_data
from tests.fakes.gateway import GEX, LEVELS, START, STATUS, Quote, Reading, price_channel

STAMP = Stamp("e1", "2026-01-05T14:30:00.000Z", START, stale=False)


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
def test_framing_equals_that_of_websockets(size: int) -> None:
    payload = b"x" * size
    assert text_frame(payload) == WebsocketsFrame(Opcode.TEXT, payload).serialize(mask=False)


def test_a_state_frame_field_by_field() -> None:
    payload = channel_payload(GEX, encode_data(Reading(1.5)), STAMP, seq=7)
    assert json.loads(payload) == {
        "type": "toy_gex", "channel": "gex:SPX", "data": {"value": 1.5, "note": ""},
        "timestamp": "2026-01-05T14:30:00.000Z", "epoch": "e1", "seq": 7, "prev": 6, "as_of": START // 1_000_000,
    }  # fmt: skip


def test_parts_snapshot_and_stale_are_said_only_where_they_hold() -> None:
    stale = Stamp("e1", "t", None, stale=True)
    frame = json.loads(channel_payload(LEVELS, b"{}", stale, seq=7, snapshot=True, part=2, of=3))
    assert (frame["snapshot"], frame["part"], frame["of"], frame["stale"]) == (True, 2, 3, True)
    assert "as_of" not in frame
    assert "part" not in json.loads(channel_payload(LEVELS, b"{}", STAMP, seq=7, snapshot=True))


def test_f08_price_fields_stand_at_the_top_as_before_and_under_data() -> None:
    frame = json.loads(channel_payload(price_channel("SPX"), encode_data(Quote("SPX", 6_000.25)), STAMP, seq=1))
    assert (frame["type"], frame["symbol"], frame["price"], frame["timestamp"]) == ("price", "SPX", 6_000.25, "then")
    assert frame["data"] == {"symbol": "SPX", "price": 6_000.25, "timestamp": "then"}
    assert frame["published"] == STAMP.timestamp


def test_no_field_is_said_twice() -> None:
    payload = channel_payload(price_channel("SPX"), encode_data(Quote("SPX", 1.0)), STAMP, seq=1)
    pairs: list[tuple[str, object]] = json.loads(payload, object_pairs_hook=list)
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names))


def test_a_broadcast_has_no_position() -> None:
    frame = json.loads(channel_payload(STATUS, encode_data(Reading(1.0)), STAMP, seq=3, snapshot=True))
    assert not {"seq", "prev", "epoch", "snapshot"} & set(frame)
    assert (frame["value"], frame["timestamp"]) == (1.0, STAMP.timestamp)


def test_flat_fields_may_not_hide_the_envelope() -> None:
    class Bad(msgspec.Struct, frozen=True):
        seq: int

    with pytest.raises(ValueError, match="seq"):
        check_channel(StateChannel("x:y", "x", Bad, flat=True))
    check_channel(StateChannel("x:y", "x", Bad))


@given(st.integers(0, 2**53), st.booleans(), st.integers(1, 9))
def test_g10_same_input_same_bytes(seq: int, snapshot: bool, of: int) -> None:
    once = channel_payload(GEX, b'{"value":1.0}', STAMP, seq=seq, snapshot=snapshot, of=of)
    assert once == channel_payload(GEX, b'{"value":1.0}', STAMP, seq=seq, snapshot=snapshot, of=of)
    assert json.loads(once)["seq"] == seq


def test_a_flat_channel_without_fields_is_still_json() -> None:
    class Empty(msgspec.Struct, frozen=True):
        pass

    assert json.loads(channel_payload(StateChannel("x:y", "x", Empty, flat=True), b"{}", STAMP, seq=1))["data"] == {}
