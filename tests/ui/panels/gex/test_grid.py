"""Change strip and expiry columns."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from spxcc.engines.gex.result import GexChange
from spxcc.ui.panels.gex.grid import (
    NO_CHANGE,
    NO_GRID,
    STRIP,
    change_lines,
    grid_lines,
    marks_of,
    minutes_of,
    strip_head,
)
from spxcc.ui.renderables.cells import text_of, width_of
from tests.fakes.desk_data import LAST, gex
from tests.fakes.screens import roles_known, texts

FULL = gex()


def change(seconds: int, **values: float) -> GexChange:
    """Strikes 1, 2, … with these changes, over so many seconds."""
    return GexChange(
        since=0, until=1000 * seconds, net=sum(values.values()), times=(0, 1000 * seconds), nets=(0.0, 1.0),
        strikes=tuple(float(at + 1) for at in range(len(values))), by_strike=tuple(values.values()),
    )  # fmt: skip


def test_f61_the_strip_says_sign_and_size_by_shape() -> None:
    told = structs.replace(FULL, change=change(300, a=100.0, b=-60.0, c=20.0, d=-20.0, e=1.0))
    marks = marks_of(told, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], plain=False)
    assert [text_of(marks[float(at)]).strip() for at in range(1, 7)] == ["▲", "▼", "+", "−", "·", ""]
    plain = marks_of(told, [1.0, 2.0], plain=True)
    assert [text_of(plain[at]).strip() for at in (1.0, 2.0)] == ["^", "v"]
    assert all(width_of(mark) == STRIP for mark in marks.values())
    assert roles_known(list(marks.values()))


def test_the_window_is_told_as_it_is() -> None:
    assert [minutes_of(change(seconds)) for seconds in (30, 59, 60, 125, 300, 330)] == [
        "30s",
        "59s",
        "1m",
        "2m",
        "5m",
        "5m",
    ]
    assert (strip_head(change(300)), strip_head(change(45)), strip_head(None)) == (" Δ5m", "   Δ", " Δ –")


def test_totals_and_the_strikes_that_changed_most() -> None:
    lines = texts(change_lines(FULL, 60, plain=False))
    assert lines[0] == " Δ5m █▇▆▆▅▄▃▃▂▁▁ −420M since 14:27:07"
    assert lines[1].split()[:3] == ["up", "6,900", "+66M"]
    assert lines[2].split()[:3] == ["down", "6,875", "−196M"]


def test_absent_with_its_reason() -> None:
    bare = structs.replace(FULL, change=None, grid=None)
    assert NO_CHANGE in text_of(change_lines(bare, 80, plain=False)[0])
    assert NO_GRID in text_of(grid_lines(bare, {}, LAST, 80, 20)[0])
    assert all(not text_of(mark).strip() for mark in marks_of(bare, [6890.0], plain=False).values())


@given(st.integers(1, 120), st.integers(0, 60))
def test_the_table_keeps_within_its_room(width: int, room: int) -> None:
    lines = grid_lines(FULL, {6905.0: "CW"}, LAST, width, room)
    assert len(lines) <= max(room, 0)
    assert len({width_of(line) for line in lines}) <= 1


def test_columns_add_up_to_the_ladder() -> None:
    lines = texts(grid_lines(FULL, {6905.0: "CW"}, LAST, 80, 20))
    assert lines[0].split() == ["strike", "11-19", "11-20", "11-23", "11-24", "later", "Δ5m"]
    assert any(line.startswith(" 6905 CW") for line in lines)
    assert sum(line.startswith("►6885") for line in lines) == 1
    assert FULL.grid is not None
    by_strike = {row.strike: row.net for row in FULL.by_strike}
    for strike, row, later in zip(FULL.grid.strikes, FULL.grid.net, FULL.grid.later, strict=True):
        assert abs(sum(row) + later - by_strike[strike]) <= 3
