"""How far back a reader who was away can be served."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.gateway.frame import Frame
from spxcc.gateway.ring import Bounds, Reach, Ring
from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.clock import START

SECOND = NANOS_PER_SECOND


def frame(seq: int, size: int = 10) -> Frame:
    """A frame of `size` bytes."""
    return Frame("flow:alert", "event", seq, b"", b"x" * size)


def filled(count: int, bounds: Bounds) -> Ring:
    """Frames 1 to `count`, a second apart; the data is a second older than its publication."""
    ring = Ring(bounds)
    for seq in range(1, count + 1):
        ring.add(frame(seq), START + (seq - 1) * SECOND, START + seq * SECOND)
    return ring


def seqs(ring: Ring, after: int, now: int) -> list[int] | None:
    """Numbers of what was missed."""
    found = ring.after(after, now)
    return None if found is None else [one.seq for one in found]


def test_f15_what_was_missed_is_continued_without_a_hole() -> None:
    ring, now = filled(5, Bounds(10, 60.0)), START + 5 * SECOND
    assert seqs(ring, 2, now) == [3, 4, 5]
    assert seqs(ring, 5, now) == []
    assert seqs(ring, 0, now) == [1, 2, 3, 4, 5]


def test_beyond_each_bound_only_a_snapshot_helps() -> None:
    now = START + 5 * SECOND
    for bounds in (Bounds(3, 60.0), Bounds(10, 2.5), Bounds(10, 60.0, 30)):
        ring = filled(5, bounds)
        assert seqs(ring, 1, now) is None
        assert seqs(ring, 2, now) == [3, 4, 5]
    aged = filled(5, Bounds(10, 60.0))
    assert seqs(aged, 4, now + 100 * SECOND) is None
    assert seqs(aged, 5, now + 100 * SECOND) == []


def test_while_stale_and_until_the_next_frame_nobody_is_continued() -> None:
    ring, now = filled(2, Bounds(10, 60.0)), START + 3 * SECOND
    ring.impair()
    assert [seqs(ring, at, now) for at in (1, 2)] == [None, None]
    ring.add(frame(3), START, now)
    assert [seqs(ring, at, now) for at in (1, 2, 3)] == [[2, 3], [3], []]


def test_an_instant_has_a_place_to_start_from() -> None:
    ring, now = filled(5, Bounds(10, 60.0)), START + 5 * SECOND
    assert ring.reach(START + 2 * SECOND, now) == Reach(2, True, START)
    assert ring.reach(START - SECOND, now) == Reach(0, True, START)
    assert ring.reach(START + 99 * SECOND, now) == Reach(5, True, START)
    short = filled(5, Bounds(2, 60.0))
    assert short.reach(START, now) == Reach(3, False, START + 3 * SECOND)
    assert Ring(Bounds(2, 60.0)).reach(START, now) == Reach(0, True, None)


def test_what_was_numbered_before_is_not_here() -> None:
    ring = Ring(Bounds(10, 60.0), 7)
    assert (seqs(ring, 7, START), seqs(ring, 6, START)) == ([], None)
    assert ring.reach(START, START) == Reach(7, False, None)
    ring.add(frame(8), START, START)
    assert (seqs(ring, 7, START), seqs(ring, 6, START)) == ([8], None)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 40)), max_size=40),
    st.integers(1, 8), st.integers(1, 10), st.integers(20, 200), st.integers(0, 40), st.integers(0, 12),
)  # fmt: skip
def test_the_rest_is_whole_and_within_the_bounds(
    steps: list[tuple[int, int]], frames: int, seconds: int, size: int, at: int, wait: int
) -> None:
    ring, now, sent = Ring(Bounds(frames, float(seconds), size)), START, {}
    for seq, (pause, weight) in enumerate(steps, 1):
        now += pause * SECOND
        ring.add(frame(seq, weight), now, now)
        sent[seq] = (now, weight)
    now += wait * SECOND
    found = ring.after(at, now)
    if at > len(steps):
        return
    if found is None:
        missing = [sent[seq] for seq in range(at + 1, len(steps) + 1)]
        old = any(when < now - seconds * SECOND for when, _ in missing)
        assert old or len(missing) > frames or sum(weight for _, weight in missing) > size
    else:
        assert [one.seq for one in found] == list(range(at + 1, len(steps) + 1))
        assert len(found) <= frames
        assert sum(len(one.wire) for one in found) <= size
