"""Title rows."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.renderables.cells import text_of, width_of
from spxcc.ui.renderables.titles import title_row

RIGHTS = ((("long right end", "dim"),), (("short", "dim"),))


@given(st.integers(0, 200), st.booleans())
def test_exact_at_any_width(width: int, focused: bool) -> None:
    assert width_of(title_row(2, "SPX 1m", RIGHTS, width, focused, (("beside", "dim"),))) == width


def test_the_first_right_end_that_fits() -> None:
    assert "long right end" in text_of(title_row(1, "GEX", RIGHTS, 40, False))
    assert "short" in text_of(title_row(1, "GEX", RIGHTS, 20, False))
    assert text_of(title_row(1, "GEX", RIGHTS, 12, True)) == "━ 1 GEX ━━━━"


def test_the_right_end_is_worth_more_than_what_stands_beside_the_name() -> None:
    text = text_of(title_row(1, "GEX", ((("right", "dim"),),), 22, False, (("beside it", "dim"),)))
    assert "right" in text
    assert "beside" not in text
