"""The numbers that alerts look at, from results."""

import msgspec
import pytest

from spxcc.engines.agenda.result import Agenda, Event
from spxcc.engines.alerts.scene import Coming, Extremes, newest_minutes, scene_of, score_of
from spxcc.engines.bars.result import BarsResult, WireBar
from spxcc.engines.flow.result import FlowResult, FlowSummary, FlowWindow
from spxcc.engines.gex.result import GexBoard
from spxcc.engines.price.result import PriceBoard
from tests.fakes.desk_data import basis, flow_alert, gex, prediction, price, regime, status

NOW = 1_790_000_000_000


def window(minutes: int = 5, **usd: float) -> FlowWindow:
    amounts = {"call_bought": 0.0, "call_sold": 0.0, "put_bought": 0.0, "put_sold": 0.0, "unknown": 0.0} | usd
    return FlowWindow(minutes=minutes, prints=1, **amounts)


def flow(*windows: FlowWindow) -> FlowResult:
    return FlowResult(new=(flow_alert(NOW, "f1"),), summary=FlowSummary(kind="prints", label="", windows=windows))


def test_without_results_everything_is_unknown() -> None:
    scene = scene_of({}, (), NOW)
    assert (scene.price, scene.e5, scene.flip, scene.flow_score, scene.stale, scene.close_at) == (None,) * 6
    assert (scene.bars, scene.prints, scene.setups) == ((), (), ())


def test_what_the_engines_say_is_read_by_name() -> None:
    one, session = gex(), status()
    event = Event(id="e", name="x", at=NOW, importance="high", quiet_from=NOW, quiet_until=NOW)
    agenda = Agenda(next=None, minutes=None, today=(event,), blackout=None)
    results = {
        "price": PriceBoard(prices=(price(),)), "gex": GexBoard(symbols={"SPX": one}), "regime": regime(),
        "basis": basis(), "prediction": prediction(), "session": session, "agenda": agenda,
        "flow": flow(window(call_bought=3.0)),
    }  # fmt: skip
    scene = scene_of(results, ("flow",), NOW)
    assert scene.price == price().price
    assert scene.price_at == price().ts_event
    assert scene.e5 is not None
    assert scene.e5 > 0
    assert (scene.flip, scene.call_wall, scene.put_wall) == (one.flip_point, one.call_wall, one.put_wall)
    assert scene.regime == regime().regime
    assert scene.basis_z == basis().z
    assert scene.close_at is not None
    assert scene.session == session.session
    assert [alert.id for alert in scene.prints] == [flow_alert(NOW, "f1").id]
    assert scene.events == (Coming(NOW, "x"),)
    assert scene_of(results, (), NOW).prints == ()
    assert scene_of(results, (), NOW, silent="silent").stale == "silent"


@pytest.mark.parametrize(("mode", "most_s"), [("live", 300), ("sim", 300), ("delayed", 1500)])
def test_of_old_quotes_neither_zero_gamma_nor_a_wall_is_known(mode: str, most_s: int) -> None:
    told = msgspec.structs.replace(status(), mode=mode)
    for age_ms, known in ((0, True), (1000 * most_s, True), (1000 * most_s + 1, False)):
        one = msgspec.structs.replace(gex(), quotes_at=NOW - age_ms)
        scene = scene_of({"gex": GexBoard(symbols={"SPX": one}), "session": told}, (), NOW)
        assert [value is not None for value in (scene.flip, scene.call_wall, scene.put_wall)] == [known] * 3
    undated = msgspec.structs.replace(gex(), quotes_at=None)
    assert scene_of({"gex": GexBoard(symbols={"SPX": undated})}, (), NOW).flip is None


def test_a_source_that_is_not_ok_is_stale_while_the_market_is_open() -> None:
    late = msgspec.structs.replace(status(), feeds={"sim": "stale"})
    assert scene_of({"session": late}, (), NOW).stale == "sim is stale"
    shut = msgspec.structs.replace(late, status="closed")
    assert scene_of({"session": shut}, (), NOW).stale is None
    assert scene_of({"session": shut}, (), NOW).close_at is None


def test_no_regime_is_no_change() -> None:
    unknown = msgspec.structs.replace(regime(), regime="undetermined")
    assert scene_of({"regime": unknown}, (), NOW).regime is None


def test_the_score_is_the_share_that_bought_calls_or_sold_puts() -> None:
    assert score_of(flow(window(call_bought=3.0, put_sold=3.0, call_sold=1.0, put_bought=1.0, unknown=99.0))) == 75.0
    assert score_of(flow(window(unknown=5.0))) is None
    assert score_of(flow(window(15, call_bought=1.0))) is None


def test_the_newest_minutes_stand_before_the_daily_bars() -> None:
    def bar(tf: str, start: int) -> WireBar:
        return msgspec.convert(
            {"tf": tf, "start": start, "o": 1.0, "h": start + 2.0, "l": 0.5, "c": 1.5, "v": 1.0, "source": "s"}, WireBar
        )

    bars = BarsResult(bars={"SPX": (bar("1m", 1), bar("1m", 2), bar("1m", 3), bar("1D", 0))})
    assert newest_minutes(bars) == (Extremes(2, 4.0, 0.5), Extremes(3, 5.0, 0.5))
    assert newest_minutes(None) == ()
    assert newest_minutes(BarsResult(bars={})) == ()
