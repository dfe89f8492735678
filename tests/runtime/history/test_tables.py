"""Channels of packs as rows."""

from pathlib import Path

import msgspec

from spxcc.ledger.packs.layout import Changed, Minute
from spxcc.ledger.packs.reader import Pack
from spxcc.runtime.history.tables import flat, rows
from tests.fakes.clock import START
from tests.fakes.gateway import FLOW, GEX, LEVELS
from tests.ledger.packs.test_reader import HEADER

STEP = 60_000_000_000
MINUTES = (
    Minute(START, {"gex:SPX": msgspec.Raw(b'{"value":1.0,"note":"a"}')}),
    Minute(
        START + STEP, {},
        {"levels:update": Changed((msgspec.Raw(b'{"id":"m","value":2,"at":{"x":[1]},"session":"s"}'),), ("k",))},
        {"flow:alert": (msgspec.Raw(b'{"id":"e","value":3}'),)},
    ),
)  # fmt: skip
PACK = Pack(Path("x"), 1, HEADER, MINUTES)
CHANNELS = (GEX, LEVELS, FLOW)


def test_a_state_stands_in_every_minute_the_rest_once() -> None:
    told = [(row["channel"], row["at"], row["change"], row["data"]) for row in rows(PACK, CHANNELS)]
    first, second = START // 1_000_000, (START + STEP) // 1_000_000
    gex = {"value": 1.0, "note": "a"}
    assert told == [
        ("gex:SPX", first, "state", gex),
        ("gex:SPX", second, "state", gex),
        ("levels:update", second, "put", {"id": "m", "value": 2, "at": {"x": [1]}, "session": "s"}),
        ("levels:update", second, "gone", {"key": "k"}),
        ("flow:alert", second, "event", {"id": "e", "value": 3}),
    ]


def test_no_column_takes_the_place_of_another() -> None:
    member = flat(next(rows(PACK, (LEVELS,))))
    assert member["session"] == HEADER.date
    assert (member["data.session"], member["at.x"], member["id"]) == ("s", "[1]", "m")
