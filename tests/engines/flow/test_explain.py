"""Where the numbers of prints come from."""

from spxcc.engines.flow.day import PROOFS_KEPT
from spxcc.engines.flow.result import FlowAlert
from tests.engines.stood import faults_of, stood


def alerts() -> list[FlowAlert]:
    found: list[FlowAlert] = stood().published["flow:alert"]
    return found[-PROOFS_KEPT // 3 :]


def test_f33_the_numbers_of_every_alert_follow_from_its_prints() -> None:
    assert len(alerts()) > 10
    for alert in alerts():
        assert faults_of("flow:alert", alert, but="ts_event", prefix=f"{alert.id}.") == []


def test_a_sweep_has_its_prints_as_rows_and_a_package_its_legs() -> None:
    sweep = next(one for one in alerts() if one.prints > 2 and one.package is None)
    found = stood().why("flow:alert", f"{sweep.id}.premium")
    assert found is not None
    assert len(found.rows) == sweep.prints
    package = next(one for one in alerts() if one.package is not None)
    legs = stood().why("flow:alert", f"{package.id}.premium")
    assert legs is not None
    assert legs.expression == "least_net(rows)"
    assert len(legs.rows) >= 2


def test_f33_the_windows_follow_from_their_buckets() -> None:
    value = stood().published["flow:summary"]
    assert value.windows
    assert faults_of("flow:summary", value) == []
