"""Lines on the chart."""

from spxcc.ui.panels.chart.marks import Scope, level_role, marks_of, setup_marks
from spxcc.ui.state import LEVEL_FILTERS, Overlays
from tests.fakes.desk_data import setup
from tests.fakes.screens import make_frame


def ids(overlays: Overlays = "all", level_filter: str = "all", setup_id: str | None = None) -> list[str]:
    frame = make_frame(overlays=overlays, level_filter=level_filter, setup_id=setup_id)
    return [mark.id for mark in marks_of(Scope.from_frame(frame))[0]]


def test_f58_overlay_sets_shrink() -> None:
    everything, key, none = ids(), ids("key"), ids("none")
    assert len(everything) > len(key) > len(none) == 0
    assert "L-fib_500" in everything
    assert "L-fib_500" not in key


def test_f58_filters_keep_one_category() -> None:
    assert ids(level_filter="fibonacci") == ["L-fib_500"]
    assert set(ids(level_filter="options")) == {"L-call_wall", "L-flip", "L-put_wall"}
    kept = [name for wanted in LEVEL_FILTERS[1:] for name in ids(level_filter=wanted)]
    assert len(kept) == len(set(kept)) == 8


def test_f59_selected_setup_brings_its_lines_even_without_levels() -> None:
    assert ids("none", setup_id="s1") == ["s1:entry", "s1:stop", "s1:T1", "s1:T2"]
    assert ids("none", setup_id="gone") == []


def test_unknown_prices_of_a_setup_have_no_line() -> None:
    assert [mark.label for mark in setup_marks(setup())] == ["entry", "stop", "T1", "T2"]
    assert setup_marks(None) == ()


def test_roles_by_kind() -> None:
    assert [level_role(kind) for kind in ("flip", "call_wall", "vwap")] == ["flip", "wall", "dyn"]


def test_count_of_levels_excludes_zones() -> None:
    marks, shown = marks_of(Scope.from_frame(make_frame()))
    assert shown == 8
    assert len(marks) == 9
