"""Events as bytes and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.market.event_codec import decode_events, encode_events
from spxcc.market.events import Bar, ChainRow, ChainSnapshot, FeedEvent, FeedNotice, History, OptionTrade

INTS = st.integers(-(2**63), 2**63 - 1)
FLOATS = st.floats(allow_nan=False)
COMMON = {"ts_event": INTS, "ts_recv": INTS, "source": st.text(max_size=4)}
BARS = st.builds(
    Bar, **COMMON, symbol=st.text(max_size=3), start=INTS, open=FLOATS, high=FLOATS, low=FLOATS, close=FLOATS
)
EVENTS = st.one_of(
    BARS,
    st.builds(History, **COMMON, symbol=st.text(max_size=3), bars=st.lists(BARS, max_size=2).map(tuple)),
    st.builds(
        OptionTrade, **COMMON, contract=st.text(max_size=3), price=FLOATS, size=INTS,
        conditions=st.lists(INTS, max_size=2).map(tuple),
    ),
    st.builds(
        ChainSnapshot, **COMMON, underlying=st.just("SPX"),
        rows=st.lists(st.builds(ChainRow, contract=st.text(max_size=3), bid=st.none() | FLOATS), max_size=3).map(tuple),
    ),
    st.builds(FeedNotice, **COMMON, level=st.just("info"), code=st.text(max_size=2), text=st.text(max_size=4)),
)  # fmt: skip


@given(st.lists(EVENTS, max_size=6))
def test_what_is_decoded_is_what_was_encoded(events: list[FeedEvent]) -> None:
    found = decode_events(encode_events(events))
    assert found == events
    assert encode_events(found) == encode_events(events)


@given(st.binary(max_size=64))
def test_other_bytes_are_an_error_and_never_a_crash(body: bytes) -> None:
    try:
        decode_events(body)
    except ValueError as error:
        said = str(error)
    else:
        return
    assert said.startswith("expected encoded events")


def test_the_error_says_what_was_expected() -> None:
    with pytest.raises(ValueError, match="expected encoded events"):
        decode_events(b"\xc1")
