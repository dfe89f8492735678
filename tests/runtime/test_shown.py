"""What stood on the channels, as bytes and back."""

import lzma
from typing import cast

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.catalog import CHANNELS
from spxcc.gateway.hub import Hub
from spxcc.ledger.recording.reader import SessionFile
from spxcc.ledger.recording.writer import Checkpoint
from spxcc.market.units import UnixNanos
from spxcc.runtime import shown as module
from spxcc.runtime.checkpoint import NotACheckpoint
from spxcc.runtime.shown import SHOWN, WHOLE, Rows, Shown, put_on, shown_at, shown_on

AT = 1_774_359_060_000_000_000


def empty() -> Hub:
    hub = Hub("a1b2c3", lambda: AT)
    for channel in CHANNELS:
        hub.declare(channel)
    return hub


class Kept:
    """A file that holds rows by kind."""

    def __init__(self, *rows: tuple[str, UnixNanos, bytes]) -> None:
        self._rows = rows

    def checkpoint(self, kind: str, at: UnixNanos, code: str) -> Checkpoint | None:
        found = [row for row in self._rows if row[0] == kind and row[1] <= at]
        return Checkpoint(kind, found[-1][1], 0, code, found[-1][2]) if found else None


def again_of(*shown: Shown) -> Shown | None:
    """The last one, from a file that begins with the first."""
    rows = Rows()
    kept = [(WHOLE, shown[0].at, rows.whole(shown[0])), *((SHOWN, one.at, rows.row(one)) for one in shown)]
    return shown_at(cast(SessionFile, Kept(*kept)), shown[-1].at)


def test_f56_what_stood_there_stands_again_with_instants_and_reasons() -> None:
    hub = empty()
    hub.fail("gex:SPX", "no chain yet")
    hub.publish(next(each for each in CHANNELS if each.name == "flow:alert"), [], AT - 5)
    found = again_of(shown_on(hub, AT))
    assert found is not None
    assert found.at == AT
    again = empty()
    put_on(again, found)
    for name in hub.names():
        one, other = hub.latest(name), again.latest(name)
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert (one.data_bytes, one.as_of) == (other.data_bytes, other.as_of)
        assert hub.reason(name) == again.reason(name)
    assert shown_on(again, AT) == found


@given(st.lists(st.lists(st.integers(0, 9), max_size=12), min_size=2, max_size=4))
def test_lists_are_the_same_however_they_changed(lists: list[list[int]]) -> None:
    told = [
        Shown(at=AT + at, values={"bars:SPX": msgspec.Raw(msgspec.json.encode(each))}, as_of={})
        for at, each in enumerate(lists)
    ]
    found = again_of(*told)
    assert found is not None
    assert (found.at, bytes(found.values["bars:SPX"])) == (told[-1].at, bytes(told[-1].values["bars:SPX"]))


def test_members_that_stayed_are_not_written_again() -> None:
    rows = Rows()
    many = Shown(
        at=AT, values={"bars:SPX": msgspec.Raw(msgspec.json.encode([n * 7919 for n in range(3_000)]))}, as_of={}
    )
    assert len(rows.row(many)) > 5_000
    assert len(rows.whole(many)) > 5_000
    assert len(rows.row(many)) < 300


@pytest.mark.parametrize("body", [b"", b"no xz", lzma.compress(b"[1]"), lzma.compress(b'{"at": "x"}')])
def test_bytes_of_another_kind_are_as_if_nothing_was_kept(body: bytes) -> None:
    rows = Rows()
    good = Shown(at=AT, values={"bars:SPX": msgspec.Raw(b"[1,2]")}, as_of={})
    whole, row = rows.whole(good), rows.row(good)
    for kept in (Kept((SHOWN, AT, body)), Kept((WHOLE, AT, body), (SHOWN, AT, row)), Kept((SHOWN, AT, row)), Kept()):
        assert shown_at(cast(SessionFile, kept), AT) is None
    assert shown_at(cast(SessionFile, Kept((WHOLE, AT, whole), (SHOWN, AT, row))), AT) == good


def test_a_row_that_unfolds_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1_000)
    kept = Kept((SHOWN, AT, lzma.compress(b" " * 100_000)))
    assert shown_at(cast(SessionFile, kept), AT) is None


@pytest.mark.parametrize("name", ["gex:SPX", "bars:VIX", "positions:alice", "replay:update"])
def test_a_value_that_is_none_of_its_channel_is_refused(name: str) -> None:
    shown = Shown(at=AT, values={name: msgspec.Raw(b'"nonsense"')}, as_of={})
    with pytest.raises(NotACheckpoint, match=name):
        put_on(empty(), shown)
