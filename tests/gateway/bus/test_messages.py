"""Messages of the bus."""

import pytest

from spxcc.gateway.bus.messages import kept_from, mark_of, packed
from tests.gateway.bus.test_contract import live, whole


def test_what_is_packed_comes_back() -> None:
    for message in (live("gex:SPX", 3), whole("levels:update", 4)):
        assert kept_from(packed(message)) == message


@pytest.mark.parametrize("body", [b"", b"{}", b'{"type":"beat"}', b'{"type":"live","term":"x"}'])
def test_anything_else_is_refused_with_a_sentence(body: bytes) -> None:
    with pytest.raises(ValueError, match="expected a message of the bus"):
        kept_from(body)


def test_nothing_wrong_has_no_mark_and_different_wrongs_have_different_ones() -> None:
    marks = [mark_of(False, None), mark_of(True, None), mark_of(True, "a"), mark_of(True, "b")]
    assert marks[0] == 0
    assert len(set(marks)) == 4
