"""Rows of what a client accepted."""

import msgspec

from spxcc.engines.flow.result import FLOW_ALERT
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.price.result import Price, price_channel
from spxcc.protocol.channel import Changes
from spxcc.protocol.client_effects import Deliver, Synced
from spxcc.runtime.tail.rows import Row, Tap, json_line, plain, text_line
from tests.fakes.clock import ManualClock
from tests.fakes.desk_data import LAST, full_desk, price

CHANNELS = (price_channel("SPX"), LEVELS_UPDATE, FLOW_ALERT)


def deliver(channel: str, *values: object, snapshot: bool = False, stale: bool = False) -> Deliver:
    payloads = tuple(msgspec.Raw(msgspec.json.encode(value)) for value in values)
    return Deliver(channel, payloads, snapshot, "e", 1, 1_795_116_727_000, None, stale)


def tapped() -> tuple[Tap, list[Row]]:
    rows: list[Row] = []
    return Tap(ManualClock(), CHANNELS, rows.append), rows


def test_states_members_and_events_once_each() -> None:
    tap, rows = tapped()
    source = full_desk()[0]
    levels = list(source.items(LEVELS_UPDATE).values())[:3]
    alerts = list(source.events(FLOW_ALERT))[:2]
    tap.apply(deliver("price:SPX", price()))
    tap.apply(deliver("levels:update", *LEVELS_UPDATE.encode(Changes(added=tuple(levels))), snapshot=True))
    tap.apply(deliver("levels:update", *LEVELS_UPDATE.encode(Changes(removed=(levels[0],)))))
    tap.apply(deliver("flow:alert", *alerts, snapshot=True))
    tap.apply(deliver("flow:alert", *alerts))
    tap.apply(Synced("flow:alert", 0.1))
    tap.apply(deliver("unknown", price()))
    told = [(row.channel, row.change, row.snapshot) for row in rows]
    assert told == [
        ("price:SPX", "state", False), *[("levels:update", "added", True)] * 3, ("levels:update", "removed", False),
        *[("flow:alert", "event", True)] * 2,
    ]  # fmt: skip


def test_lines_for_programs_and_for_people() -> None:
    tap, rows = tapped()
    tap.apply(deliver("price:SPX", price(), snapshot=True, stale=True))
    row = plain(rows[0])
    found = msgspec.json.decode(json_line(row))
    assert (found["channel"], found["change"], found["data"]["price"]) == ("price:SPX", "state", LAST)
    assert "changePct" in found["data"]
    text = text_line(row)
    assert text.startswith("14:32:07 price:SPX state snapshot STALE symbol=SPX price=6885.86")
    assert msgspec.convert(found["data"], Price) == price()


def test_long_values_are_short_on_a_line() -> None:
    row = Row(channel="c", change="event", as_of=None, data={"list": [1, 2], "text": "a b\nc", "none": None, "x": 1.5})
    assert text_line(row) == '--:--:-- c event list=[2] text="a b c" x=1.5'
    assert text_line(Row(channel="c", change="state", as_of=None, data=3)) == "--:--:-- c state value=3"
