"""Markets and requests for the tests of the simulated Massive."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec

from spxcc.feeds.simulator.massive.faults import Fault, FaultBox
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.rest import RestApi
from tests.feeds.simulator.days import day_of

NOON_MS = 9_000_000
"""12:00, milliseconds after the open."""
CONTRACT = "O:SPXW260324C06100000"


@cache
def market_of(name: str = "flip-loss", seed: int = 7) -> Market:
    """The market of a scenario."""
    return Market(day_of(name, seed))


def api_of(faults: Sequence[Fault] = (), name: str = "flip-loss") -> RestApi:
    """The REST side with its own faults."""
    return RestApi(market_of(name), FaultBox(7, faults))


def asked(api: RestApi, target: str, at_ms: int = NOON_MS, key: str = "sim", wall_s: float = 0.0) -> tuple[int, Any]:
    """Status and decoded body."""
    found = api.answer(
        target, {"authorization": f"Bearer {key}"}, api.market.open_ms + at_ms, wall_s, "http://h"
    ).answer
    return found.status, msgspec.json.decode(found.body)


def pages(api: RestApi, target: str, at_ms: int = NOON_MS) -> list[Any]:
    """Rows of all pages."""
    rows: list[Any] = []
    following: str | None = target
    while following is not None:
        status, body = asked(api, following, at_ms)
        assert status == 200, body
        rows += body.get("results", [])
        following = body["next_url"].removeprefix("http://h") if "next_url" in body else None
    return rows
