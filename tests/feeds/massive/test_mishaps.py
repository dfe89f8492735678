"""What is told of mishaps, and for how long."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.massive.mishaps import SHOWN, WINDOW_S, Mishaps


def test_a_mishap_is_told_and_after_a_while_over() -> None:
    mishaps = Mishaps()
    assert mishaps.text({}, 0.0) is None
    assert mishaps.text({"a bid above the ask": 2}, 1.0) == (
        "Massive's streams are not clean: 2 × a bid above the ask in the last seconds."
    )
    assert mishaps.text({"a bid above the ask": 2}, 1.0 + WINDOW_S - 0.1) is not None
    assert mishaps.text({"a bid above the ask": 2}, 1.0 + WINDOW_S + 0.1) is None


def test_many_reasons_are_named_by_their_number() -> None:
    text = Mishaps().text({f"reason {number}": number for number in range(1, 7)}, 0.0)
    assert text is not None
    assert "6 × reason 6, 5 × reason 5, 4 × reason 4, 6 others" in text
    assert text.count("×") == SHOWN


@given(st.lists(st.integers(0, 3), min_size=1, max_size=40))
def test_it_is_silent_exactly_where_nothing_was_counted_of_late(steps: list[int]) -> None:
    mishaps, total = Mishaps(), 0
    for at, step in enumerate(steps):
        total += step
        told = mishaps.text({"x": total} if total else {}, float(at)) is not None
        assert told == any(steps[max(0, at - int(WINDOW_S) + 1) : at + 1])
