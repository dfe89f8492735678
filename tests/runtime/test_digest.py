"""The digest of frames."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.runtime.digest import Digest, StepFrames

FRAMES = st.lists(
    st.tuples(st.text(max_size=8), st.integers(0, 9), st.integers(0, 9), st.binary(max_size=8)), max_size=6
)


def of(frames: list[tuple[str, int, int, bytes]]) -> str:
    digest = Digest()
    for frame in frames:
        digest(*frame)
    assert digest.frames == len(frames)
    return digest.hexdigest()


@given(FRAMES, FRAMES)
def test_equal_runs_and_only_those_give_equal_digests(
    one: list[tuple[str, int, int, bytes]], two: list[tuple[str, int, int, bytes]]
) -> None:
    assert (of(one) == of(two)) == (one == two)


def test_what_people_do_leaves_the_digest_as_it_is() -> None:
    market = [("price:SPX", 1, 1, b"{}"), ("setups:update", 1, 1, b"[]")]
    people = [("replay:update", 1, 1, b"{}"), ("alerts:ann", 1, 1, b"{}"), ("plan:ann", 1, 1, b"{}")]
    with_people = Digest()
    for frame in [market[0], *people, market[1]]:
        with_people(*frame)
    assert with_people.hexdigest() == of(market)
    assert with_people.frames == len(market)


def test_what_the_wall_and_people_brought_about_is_left_out_and_not_counted() -> None:
    publishing = True
    straight, driven = Digest(), Digest()
    frames = StepFrames(driven, lambda: publishing)
    for seq, data in ((1, b"a"), (2, b"b"), (3, b"c")):
        straight("price:SPX", seq, seq, data)
    frames("price:SPX", 1, 1, b"a")
    publishing = False
    frames("price:SPX", 2, 1, b"a")
    frames("price:TSLA", 1, 1, b"x")
    publishing = True
    frames("price:SPX", 3, 2, b"a")
    frames("price:SPX", 4, 2, b"b")
    frames("price:SPX", 5, 3, b"c")
    assert driven.hexdigest() == straight.hexdigest()
