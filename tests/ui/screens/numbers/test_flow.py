"""Numbers of the flow panel."""

from spxcc.engines.flow.result import FLOW_ALERT
from spxcc.ui.screens.numbers.flow import flow_numbers, print_numbers
from tests.fakes.full_views import rich_desk
from tests.fakes.screens import make_frame
from tests.ui.screens.numbers.laws import hold


def test_f33_prints_windows_and_what_the_tape_adds_up_to() -> None:
    frame = make_frame()
    found = hold(flow_numbers(frame))
    newest = frame.source.events(FLOW_ALERT)[-1]
    assert next(iter(found)) == f"flow:alert.{newest.id}.premium"
    assert "flow:summary.windows.0.call_bought" in found
    assert "screen.flow.tape.count" in found
    assert {one.path.rpartition(".")[2] for one in print_numbers(newest)} >= {"premium", "size", "price", "strike"}


def test_the_largest_prints_of_the_day_have_theirs() -> None:
    found = {one.path for one in flow_numbers(make_frame(rich_desk()))}
    assert {f"flow:summary.largest.1.{field}" for field in ("premium", "size", "price", "strike")} <= found
