"""Columns and room."""

from spxcc.ui.panels.chart.picture import body_width, room_for


def test_room_is_found_between_the_bars() -> None:
    assert room_for("──┃────────┃──", ("CW+PDH", "CW"), "─") == (4, "CW+PDH")
    assert room_for("──┃──────┃────", ("CW+PDH", "CW"), "─") == (4, "CW")
    assert room_for("┃─┃─┃", ("CW+PDH", "CW"), "─") is None


def test_volume_bars_are_as_wide_as_bodies() -> None:
    assert [body_width(pitch) for pitch in (1, 2, 3, 6)] == [1, 1, 2, 5]
