"""Blocks of events."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.ledger.recording.blocks import FAST, SMALL, block_of, events_of, joined
from tests.fakes.recorded import seconds

EVENTS = [event for second in seconds(40) for event in second]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=4))
def test_joined_blocks_hold_the_events_of_all(sizes: list[int]) -> None:
    blocks, at = [], 0
    for size in sizes:
        blocks.append(block_of(at, EVENTS[at : at + size]))
        at += size
    whole = joined(blocks)
    assert (whole.first, whole.events, whole.until) == (0, at, max(event.ts_recv for event in EVENTS[:at]))
    assert events_of(whole.body(SMALL)) == EVENTS[:at]
    assert events_of(blocks[0].body(FAST)) == EVENTS[: sizes[0]]


def test_an_array_of_any_length_has_its_head() -> None:
    many = EVENTS[:1] * 70_000
    assert events_of(joined([block_of(0, many[:65_000]), block_of(65_000, many[65_000:])]).body(FAST)) == many


@pytest.mark.parametrize("body", [b"", b"no zlib", block_of(0, EVENTS).body(FAST)[:-9]])
def test_a_torn_block_is_an_error(body: bytes) -> None:
    with pytest.raises(ValueError, match="expected"):
        events_of(body)
