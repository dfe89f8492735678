"""A pace that can be read."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.runtime.tail.pace import FLOOR_S, HELD, WORDS_A_SECOND, Pace


def test_one_at_a_time_and_long_ones_take_longer() -> None:
    pace = Pace()
    pace.offer("short")
    pace.offer(" ".join(["word"] * 40))
    pace.offer("last")
    assert pace.take(0.0) == "short"
    assert pace.take(FLOOR_S - 0.1) is None
    assert pace.take(FLOOR_S) is not None
    assert pace.take(FLOOR_S + 9.9) is None
    assert pace.take(FLOOR_S + 40 / WORDS_A_SECOND) == "last"


def test_the_newest_of_a_subject_in_the_place_of_the_oldest() -> None:
    pace = Pace()
    pace.offer("price 1", "price")
    pace.offer("gamma a", "gamma")
    pace.offer("price 2", "price")
    assert [pace.take(10.0 * at) for at in range(3)] == ["price 2", "gamma a", None]


def test_what_was_said_is_not_said_again() -> None:
    pace = Pace()
    pace.offer("price 1", "price")
    assert pace.take(0.0) == "price 1"
    pace.offer("price 2", "price")
    pace.offer("price 1", "price")
    assert pace.take(100.0) is None
    pace.offer("", "x")
    assert pace.take(100.0) is None


def test_events_come_first_and_a_flood_is_counted() -> None:
    pace = Pace()
    pace.offer("price 1", "price")
    for at in range(HELD + 3):
        pace.offer(f"event {at}")
    said = [pace.take(100.0 * at) for at in range(HELD + 2)]
    assert said[:2] == ["3 more passed unread", "event 3"]
    assert said[-2:] == [f"event {HELD + 2}", "price 1"]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), max_size=60))
def test_no_subject_waits_forever(offers: list[tuple[str, int]]) -> None:
    """With a turn after each round every subject is told before another one is told twice more."""
    pace, said = Pace(), []
    for at, (subject, value) in enumerate(offers):
        for name in "abc":
            pace.offer(f"{name} {at} {value if name == subject else 0}", name)
        said.append(pace.take(10.0 * at))
    heads = [text[0] for text in said if text]
    assert all(heads[at] == "abc"[at % 3] for at in range(len(heads)))
