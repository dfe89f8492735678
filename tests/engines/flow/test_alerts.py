"""What becomes an alert, and its words."""

import pytest

from spxcc.engines.flow.alerts import identity, of_burst, of_package
from spxcc.engines.flow.packages import package_of
from spxcc.engines.flow.sizes import Sizes
from spxcc.market.units import to_millis
from tests.engines.flow.trades import CALL, HIGHER, PUT, SPY_CALL, START, one


def test_f47_a_sweep_is_one_alert() -> None:
    group = [one(CALL, 10.0 + us / 10, 20, us=us, conditions=(209,)) for us in (0, 1, 2)]
    (alert,) = of_burst(group, {})
    assert (alert.type, alert.size, alert.price, alert.premium, alert.prints) == ("sweep", 60, 10.1, 60_600.0, 3)
    assert (alert.side, alert.direction, alert.side_confidence) == ("buy", "buy", 0.85)
    assert alert.condition == "AUTO, book sweep on one venue, 3 prints in 0 ms"
    assert (alert.symbol, alert.strike, alert.expiry, alert.right) == ("SPX", 6000.0, "2026-01-14", "C")
    assert (alert.ts_event, alert.package) == (to_millis(START), None)


@pytest.mark.parametrize(
    ("price", "size", "kind"),
    [(10.0, 100, "block"), (2.0, 100, None), (20.0, 80, "print"), (200.0, 50, "block"), (10.0, 90, None)],
)
def test_blocks_and_large_prints(price: float, size: int, kind: str | None) -> None:
    found = of_burst([one(CALL, price, size)], {})
    assert [alert.type for alert in found] == ([] if kind is None else [kind])


def test_a_block_is_large_among_the_prints_of_its_contract() -> None:
    busy = Sizes(1000, (500,) * 100)
    assert [alert.type for alert in of_burst([one(CALL, 10.0, 100)], {CALL: busy})] == []
    assert [alert.type for alert in of_burst([one(CALL, 10.0, 500)], {CALL: busy})] == ["block"]


def test_the_reason_for_no_side_is_said() -> None:
    (alert,) = of_burst([one(CALL, 20.0, 200, side="unknown", conditions=(231,))], {})
    assert (alert.side, alert.side_confidence, alert.condition) == ("unknown", 0.0, "SLFT, side unknown: no quote")


def test_f47_a_deep_print_is_no_alert() -> None:
    assert of_burst([one("SPXW260114C05000000", 1000.0, 2000)], {}) == []


def test_a_small_sweep_is_no_alert() -> None:
    assert of_burst([one(CALL, 1.0, 1, us=us) for us in (0, 1, 2)], {}) == []


def test_an_exchange_sweep_of_spy() -> None:
    (alert,) = of_burst([one(SPY_CALL, 5.0, 100, conditions=(219,), spot=600.0)], {})
    assert (alert.type, alert.symbol, alert.condition) == ("sweep", "SPY", "ISOI, intermarket sweep")


def test_f47_a_package_is_one_alert_by_its_net_and_has_no_side() -> None:
    package = package_of([one(CALL, 20.0, 500, conditions=(232,)), one(HIGHER, 14.0, 500, conditions=(232,))])
    (alert,) = of_package(package, {})
    assert (alert.premium, alert.side, alert.side_confidence, alert.direction) == (300_000.0, "unknown", 0.0, "unknown")
    assert (alert.type, alert.strike, alert.size, alert.price, alert.prints) == ("block", 6000.0, 500, 20.0, 2)
    assert alert.condition == "MLET: vertical, 2 legs, net premium at least"
    assert alert.package == alert.id == identity(package.prints)


def test_f47_financing_is_no_alert_however_large() -> None:
    box = [one(CALL, 20.0, 9000), one(PUT, 18.0, 9000), one(HIGHER, 14.0, 9000), one("SPXW260114P06010000", 22.0, 9000)]
    assert of_package(package_of(box), {}) == []


def test_ids_differ_by_print_and_not_by_order_of_arrival() -> None:
    one_print, other = one(CALL, key="a"), one(CALL, key="b")
    assert identity([one_print, other]) == identity([other, one_print])
    assert identity([one_print]) != identity([other])
    assert identity([one_print]) != identity([one(CALL, key="a", us=1)])
