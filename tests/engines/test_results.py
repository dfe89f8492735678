"""Results on their channels: what goes through JSON and a delta comes out as it was."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.bars.result import PART_SIZE, WireBar, bar_key, bars_channel
from spxcc.engines.coach.result import COACH_MESSAGE
from spxcc.engines.flow.result import FLOW_ALERT
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.price.result import price_channel
from spxcc.engines.setups.result import SETUPS_UPDATE, Setup
from spxcc.protocol.channel import Changes, DeltaChannel, difference, merge
from tests.fakes.results import make_level


def bar(name: str, value: int) -> WireBar:
    """A minute that starts at `name`."""
    return WireBar("1m", ord(name) * 60_000, 1.0, 2.0, 0.5, float(value), 0.0, "fake")


def setup(name: str, value: int) -> Setup:
    """A setup with the id `name`."""
    return Setup(
        id=name, kind="fade_at_wall", side="long", state="forming", level_id="l", level_label="PW", level_price=5_900.0,
        entry=None, stop=None, t1=None, t2=None, r1=None, r2=None, checks=(), passed=value, total=5, needs="",
        created=0, updated=value, expires=1, reason="", history=(), rules_version="1",
    )  # fmt: skip


KINDS: dict[str, tuple[DeltaChannel[Any], Callable[[str, int], Any]]] = {
    "bars": (bars_channel("SPX"), bar),
    "levels": (LEVELS_UPDATE, lambda name, value: make_level(name, 6_000.0 + value)),
    "setups": (SETUPS_UPDATE, setup),
}
BOOKS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 2))


def sent(channel: DeltaChannel[Any], changes: Changes[Any]) -> list[Any]:
    """The frames' `data`, after a journey as JSON."""
    return [msgspec.json.decode(msgspec.json.encode(data), type=channel.wire) for data in channel.encode(changes)]


def keyed(channel: DeltaChannel[Any], items: Sequence[Any]) -> dict[str, Any]:
    """Items by identity."""
    return {channel.key(item): item for item in items}


@pytest.mark.parametrize("kind", KINDS)
@given(before=BOOKS, after=BOOKS)
def test_f15_what_is_sent_of_a_change_rebuilds_the_collection(
    kind: str, before: dict[str, int], after: dict[str, int]
) -> None:
    channel, make = KINDS[kind]
    if kind == "bars":
        after = before | after
    old, new = (keyed(channel, [make(name, value) for name, value in book.items()]) for book in (before, after))
    copy: dict[str, Any] = {}
    for data in sent(channel, Changes(added=tuple(old.values()))):
        copy = merge(channel, copy, channel.decode(data))
    assert copy == old
    for data in sent(channel, difference(old, new)):
        copy = merge(channel, copy, channel.decode(data))
    assert copy == new


def test_many_bars_go_in_parts_and_minutes_are_not_days() -> None:
    channel = bars_channel("SPX")
    minutes = tuple(WireBar("1m", at * 60_000, 1.0, 1.0, 1.0, 1.0, 0.0, "fake") for at in range(PART_SIZE + 1))
    parts = sent(channel, Changes(added=minutes))
    assert [len(part.bars) for part in parts] == [PART_SIZE, 1]
    assert bar_key(minutes[1]) != bar_key(msgspec.structs.replace(minutes[1], tf="1D"))


def test_a_setup_that_closed_leaves_with_its_last_state() -> None:
    (data,) = sent(SETUPS_UPDATE, Changes(removed=(setup("a", 3),)))
    assert (data.action, data.setup.passed) == ("expired", 3)


def test_channels_have_the_names_and_frame_types_of_the_protocol() -> None:
    channels = (gex_channel("SPY"), price_channel("SPX"), LEVELS_UPDATE, SETUPS_UPDATE, FLOW_ALERT, COACH_MESSAGE)
    assert [(channel.name, channel.frame, channel.keep) for channel in channels] == [
        ("gex:SPY", "spx_gex", "state"),
        ("price:SPX", "price", "state"),
        ("levels:update", "spx_levels", "delta"),
        ("setups:update", "spx_setup", "delta"),
        ("flow:alert", "spx_flow", "event"),
        ("coach:message", "spx_coach", "event"),
    ]
    assert price_channel("SPX").flat
