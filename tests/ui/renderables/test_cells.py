"""Lines of cells."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from spxcc.ui.renderables.cells import NARROW, block, cells, crop, fit, spread, text_of, width_of, wrap, wrap_items

WORDS = st.text(alphabet="ab 漢é·", max_size=30)


@given(st.lists(st.tuples(WORDS, st.sampled_from(["text", "dim"])), max_size=5), st.integers(0, 60))
def test_fit_is_exact_and_crop_is_at_most(runs: list[tuple[str, str]], width: int) -> None:
    line = tuple(runs)
    assert width_of(fit(line, width)) == width
    assert width_of(crop(line, width)) <= width


def test_a_cut_is_marked() -> None:
    assert text_of(crop((("abcdef", "text"),), 4)) == "abc…"
    assert text_of(crop((("ab", "text"), ("cd", "dim"), ("ef", "text")), 3)) == "ab…"
    assert crop((("ab", "text"),), 0) == ()


def test_a_number_is_shown_whole_or_not_at_all() -> None:
    line = (("stop 6,909.50 · T1", "text"),)
    assert [text_of(crop(line, width)) for width in (6, 8, 10, 13, 14)] == [
        "stop …", "stop …", "stop …", "stop …", "stop 6,909.50…",
    ]  # fmt: skip
    assert text_of(crop((("net −4.4B of", "text"),), 9)) == "net …"
    assert text_of(crop((("L-2 and L-3", "text"),), 4)) == "L-2…"


def test_spread_keeps_both_ends_or_the_left_one() -> None:
    left, right = (("ab", "text"),), (("yz", "dim"),)
    assert text_of(spread(left, right, 8)) == "ab    yz"
    assert text_of(spread(left, right, 4)) == "ab  "


@given(st.text(alphabet="abc 漢", max_size=80), st.integers(1, 40))
def test_wrap_keeps_every_word(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split()) or width == 1
    assert all(width_of(((line, "text"),)) <= width for line in lines) or width == 1


def test_wrap_without_room() -> None:
    assert wrap("words", 0) == []


def test_block_is_exact() -> None:
    lines = block([(("abc", "text"),)], 2, 3)
    assert [text_of(line) for line in lines] == ["a…", "  ", "  "]
    assert block([], 0, 2) == [(), ()]


def test_items_are_not_torn_apart() -> None:
    text = "entry 6,099.1 · stop 6,101.4 · T1 6,096.8 · T2 6,095"
    assert wrap_items(text, 34) == ["entry 6,099.1 · stop 6,101.4", "T1 6,096.8 · T2 6,095"]
    assert wrap_items(text, 8) == ["entry", "6,099.1", "stop", "6,101.4", "T1", "6,096.8", "T2 6,095"]
    assert wrap_items("", 8) == [""]


def test_what_counts_as_narrow_is_narrow() -> None:
    narrow = [chr(code) for code in range(0x2600) if NARROW.fullmatch(chr(code))]
    assert len(narrow) > 350
    assert [char for char in narrow if cell_len(char) != 1] == []


@given(st.text(max_size=12))
def test_any_text_is_measured_as_the_terminal_does(text: str) -> None:
    assert cells(text) == cell_len(text)
    assert width_of(((text, "up"), ("─漢", "dim"))) == cell_len(text) + 3
