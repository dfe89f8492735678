"""Where a reader must start."""

import pytest

from spxcc.gateway.access import Access
from spxcc.gateway.interfaces import RequestError
from spxcc.runtime.positions import Place, Positions
from tests.fakes.gateway import ALICE, FLOW, Desk, Member


async def test_the_place_before_an_instant() -> None:
    desk = Desk()
    for at in range(3):
        desk.hub.publish(FLOW, [Member(f"e{at}")], desk.as_of)
        desk.clock.shift(10.0)
    since = desk.as_of // 1_000_000 - 15_000
    oldest = desk.as_of // 1_000_000 - 30_000
    answer = await Positions(desk.hub, Access())(ALICE, {"channels": ["FLOW:alert", "gex:SPX", "nope"], "from": since})
    assert answer == {"flow:alert": Place(desk.hub.epoch, 2, True, oldest)}


async def test_what_is_not_open_or_not_understood_is_refused() -> None:
    positions = Positions(Desk().hub, Access({"flow": frozenset({"gold"})}))
    for args, code in (
        ({}, "bad_request"), ({"channels": "flow:alert", "from": 1}, "bad_request"),
        ({"channels": [], "from": True}, "bad_request"), ({"channels": ["a"] * 65, "from": 1}, "bad_request"),
        ({"channels": ["flow:alert"], "from": 1}, "forbidden_channel"),
    ):  # fmt: skip
        with pytest.raises(RequestError) as caught:
            await positions(ALICE, args)
        assert caught.value.code == code
