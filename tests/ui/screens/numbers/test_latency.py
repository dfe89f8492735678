"""Numbers of the way to the screen."""

from spxcc.ui.screens.numbers.latency import latency_numbers
from tests.fakes.desk_data import full_desk
from tests.fakes.screens import make_frame
from tests.fakes.store import FakeHop
from tests.ui.screens.numbers.laws import hold


def test_f33_each_hop_tells_median_tail_and_worst() -> None:
    store, clock = full_desk()
    assert list(latency_numbers(make_frame((store, clock)))) == []
    store.latency = {"wire": FakeHop(0.44, 1.2, 8.0), "paint": FakeHop(3.0, 4.0, 5.0)}
    found = hold(latency_numbers(make_frame((store, clock))))
    assert len(found) == 6
    assert found["screen.status.wire.p50"].also == ("0", "0.4")
