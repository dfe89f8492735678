"""The last prints of a whole SPX chain, 2026-05-04: no quotes, no conditions, financing on top."""

import os
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from spxcc.engines.engine import Upstream
from spxcc.engines.flow.compute import FlowMemory, compute
from spxcc.engines.flow.result import FlowAlert, FlowSummary
from spxcc.feeds.files.replay import load_script
from spxcc.market.events import OptionTrade
from spxcc.market.feed import Mode
from spxcc.market.snapshot import MarketSnapshot, SeenTrade
from spxcc.market.units import NANOS_PER_MINUTE
from tests.fakes.snapshots import at, make_price, make_session

pytestmark = pytest.mark.real_data

DAY, FILE = "2026-05-04", "massive/massive_snapshot_2026-05-04_SPX.parquet"
COLUMNS = ["occ_ticker", "last_trade_price", "last_trade_size", "last_trade_exchange", "last_trade_ts_et"]


def trades() -> list[SeenTrade]:
    """Today's of the last prints."""
    begin, end = at("00:00", DAY), at("23:59", DAY)
    return [each for each in last_prints() if begin <= each.trade.ts_event <= end]


@cache
def last_prints() -> tuple[SeenTrade, ...]:
    """The last print of each contract, weeks old or of today, in order of time."""
    folder = os.environ.get("SPXCC_REAL_DATA")
    if not folder:
        pytest.skip("SPXCC_REAL_DATA is not set")
    table = pd.read_parquet(Path(folder) / FILE, columns=COLUMNS).dropna()
    found: list[SeenTrade] = []
    for contract, price, size, exchange, clock in table.itertuples(index=False, name=None):
        ts = pd.Timestamp(clock).value
        trade = OptionTrade(
            ts_event=ts,
            ts_recv=ts,
            source="massive",
            contract=contract,
            price=price,
            size=int(size),
            exchange=int(exchange),
        )
        found.append(SeenTrade(trade, None, None, 0, 0, None))
    return tuple(sorted(found, key=lambda each: each.trade.ts_event))


@cache
def played(spot: float | None) -> tuple[list[FlowAlert], FlowSummary]:
    """The day in steps of ten minutes; the old prints come with its first."""
    left, alerts, memory = list(last_prints()), list[FlowAlert](), FlowMemory()
    now, close = at("03:00", DAY), at("20:00", DAY)
    mode: Mode = "replay"
    while True:
        now += 10 * NANOS_PER_MINUTE
        ready = [each for each in left if each.trade.ts_event <= now]
        left = left[len(ready) :]
        prices = {} if spot is None else {"SPX": make_price("SPX", spot, now)}
        snapshot = MarketSnapshot(
            as_of=now, mode=mode, session=make_session(now, DAY), prices=prices, trades=tuple(ready)
        )
        result, memory = compute(snapshot, Upstream(), memory)
        alerts += result.new
        if now >= close:
            return alerts, result.summary


@pytest.mark.parametrize("spot", [7205.0, None])
def test_f47_the_largest_premiums_of_a_real_day_are_left_out_or_tagged(spot: float | None) -> None:
    alerts, summary = played(spot)
    by_premium = sorted(trades(), key=lambda each: -each.trade.price * each.trade.size)[:5]
    largest = [each.trade.price * each.trade.size * 100 for each in by_premium]
    assert [round(dollars / 1e6) for dollars in largest] == [335, 300, 268, 181, 76]
    plain = [alert for alert in alerts if alert.premium in largest]
    assert [(alert.strike, alert.expiry) for alert in plain] == [(8130.0, "2026-12-31")]
    assert all(alert.side == "unknown" and "side unknown: no quote" in alert.condition for alert in plain)
    assert summary.kind == "prints"
    assert summary.packages > 500
    assert summary.financing > 20


def test_f47_without_quotes_no_side_and_no_sweep() -> None:
    alerts, summary = played(7205.0)
    assert {alert.side for alert in alerts} == {"unknown"}
    assert "sweep" not in {alert.type for alert in alerts}
    assert len({alert.id for alert in alerts}) == len(alerts)
    assert all(window.call_bought == window.put_sold == 0 for window in summary.windows)


def test_f47_prints_of_other_days_are_out_and_counted() -> None:
    _, summary = played(7205.0)
    assert summary.other_day == len(last_prints()) - len(trades()) > 5_000


def test_f47_the_five_largest_premiums_are_listed_with_what_they_were_part_of() -> None:
    alerts, summary = played(7205.0)
    assert [(one.contract, round(one.premium / 1e6), one.tag) for one in summary.largest] == [
        ("SPX260717C05000000", 335, "part of a package: diagonal, 2 legs"),
        ("SPX270219C06000000", 300, "single print, tag unknown"),
        ("SPXW261231C08130000", 268, "single print, tag unknown"),
        ("SPX260515C06000000", 181, "part of a package: diagonal, 2 legs"),
        ("SPX270319C06000000", 76, "single print, tag unknown"),
    ]
    pair = [one for one in summary.largest if one.package is not None]
    assert len(pair) == 2
    assert len({one.package for one in pair}) == 1
    assert {one.stamp for one in pair} == {"15:19:51.909501482"}
    assert {one.side for one in summary.largest} == {"unknown"}
    assert {alert.direction for alert in alerts} == {"unknown"}


def test_f47_a_replay_of_the_file_plays_the_same_prints_and_no_other_day_s() -> None:
    script = load_script([Path(os.environ.get("SPXCC_REAL_DATA", "")) / FILE]) if last_prints() else None
    assert script is not None
    assert script.date == DAY
    played_back = [event for event in script.events if isinstance(event, OptionTrade)]
    assert {(one.contract, one.price, one.size, one.ts_event) for one in played_back} == {
        (one.trade.contract.removeprefix("O:"), one.trade.price, one.trade.size, one.trade.ts_event) for one in trades()
    }
    assert len(played_back) == len(trades()) == 11_043
    assert all(0 <= one.ts_recv - one.ts_event <= NANOS_PER_MINUTE for one in played_back)
