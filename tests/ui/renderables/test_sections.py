"""Parts below each other at any size."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.renderables.cells import Line, text_of
from spxcc.ui.renderables.sections import Part, beside, stack, title_of
from tests.fakes.screens import exact


def part(name: str, rows: int) -> Part:
    def lines(width: int, room: int) -> list[Line]:
        return [((f" {name} {at}", "text"),) for at in range(rows)]

    return Part(name, lines)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(-2, 9), st.integers(1, 90), st.integers(1, 40))
def test_any_size(rows: list[int], first: int, width: int, height: int) -> None:
    parts = [part(f"p{at}", count) for at, count in enumerate(rows)]
    lines = stack(parts, first, width, height, plain=False)
    assert exact(lines, width, height)


def test_what_does_not_fit_is_named() -> None:
    lines = stack([part("one", 3), part("two", 9), part("three", 2)], 0, 40, 8, plain=False)
    texts = [text_of(line).strip() for line in lines]
    assert texts[0].startswith("─ one ──")
    assert texts[-1] == "j more: two, three"
    assert text_of(stack([part("one", 3), part("two", 2)], 1, 40, 8, plain=False)[0]).startswith("─ two ─")


def test_a_title_says_its_shapes_without_blocks() -> None:
    assert text_of(title_of(Part("█ up ▒ down ↑", lambda width, room: []), 24, plain=True)).startswith(
        "─ # up = down ^ ─"
    )


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 9))
def test_side_by_side(columns: int, width: int, height: int) -> None:
    one = [(("a", "text"),)] * height
    assert exact(beside(one, one, columns, columns + width), columns + width, height)
