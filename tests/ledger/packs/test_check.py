"""What must not be shared."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from spxcc.ledger.packs.check import MOST_IDEAS, faults
from spxcc.ledger.packs.layout import Changed, Minute
from spxcc.ledger.packs.reader import Pack
from spxcc.protocol.channel import EventChannel
from tests.fakes.clock import START
from tests.fakes.gateway import FLOW, GEX, LEVELS
from tests.ledger.packs.test_reader import HEADER

CHANNELS = (GEX, LEVELS, FLOW)
GOOD = msgspec.Raw(b'{"value":1.0}')


def told(*minutes: Minute, size: int = 1000) -> list[str]:
    """Faults of such a pack."""
    return faults(Pack(Path("x"), size, HEADER, minutes), CHANNELS)


def test_published_values_of_public_channels_may_be_shared() -> None:
    member = msgspec.Raw(b'{"id":"a","value":2}')
    assert told(
        Minute(START, {"gex:SPX": GOOD}, {"levels:update": Changed((member,), ("b",))}, {"flow:alert": (member,)})
    ) == []  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"state": {"quotes:SPX": GOOD}}, "derived channels alone, found quotes:SPX"),
        ({"state": {"positions:alice": GOOD}}, "positions:alice, which is one user's own"),
        ({"state": {"gex:SPX": msgspec.Raw(b'{"value":1.0,"quotes":[[6900,1.2,1.3]]}')}}, "found 'quotes' beside"),
        ({"events": {"flow:alert": (msgspec.Raw(b'{"bid":1}'),)}}, "expected a value of flow:alert"),
        ({"events": {"gex:SPX": (GOOD,)}}, "expected gex:SPX as the state channel it is"),
        ({"state": {"levels:update": GOOD}}, "expected levels:update as the delta channel"),
    ],
)
def test_vendor_data_has_no_place(parts: dict[str, Any], said: str) -> None:
    found = told(Minute(START, **parts))
    assert any(said in text for text in found), found


class Idea(msgspec.Struct, frozen=True):
    """A contract as it is quoted."""

    bid: float
    ask: float


class Open(msgspec.Struct, frozen=True):
    """A member with a quoted contract, and other places for quotes."""

    id: str
    idea: Idea | None = None
    chain: tuple[Idea, ...] = ()


OPEN = EventChannel("setups:update", "setup", Open, lambda one: one.id)
QUOTED = Idea(1.2, 1.3)


def quoted(*members: Open) -> list[str]:
    """Faults of a minute with such members."""
    put = tuple(msgspec.Raw(msgspec.json.encode(one)) for one in members)
    minute = Minute(START, events={OPEN.name: put})
    return faults(Pack(Path("x"), 1000, HEADER, (minute,)), (OPEN,))


def test_quotes_stand_only_where_a_setup_names_its_contract() -> None:
    assert quoted(Open("a", QUOTED), Open("b", QUOTED), Open("c")) == []
    assert quoted(Open("a", QUOTED, (QUOTED,))) == [
        "expected no quotes but those of setups' ideas, found bid and ask in setups:update chain"
    ]
    many = [Open(str(number), QUOTED) for number in range(MOST_IDEAS + 1)]
    assert quoted(*many) == ["expected at most 40 quoted contracts a minute, found 41: that is a chain"]


def test_ticks_and_large_files_are_refused() -> None:
    ticks = [Minute(START + at * 1_000_000_000, {"gex:SPX": GOOD}) for at in range(5)]
    assert "a record of ticks" in told(*ticks)[0]
    assert told(Minute(START), size=6 * 2**20) == ["expected at most 5 MB, found 6.0"]
    many = [Minute(START + at * 60_000_000_000, {"quotes:X": GOOD}) for at in range(9)]
    assert told(*many)[-1] == "and more"
