"""Streams: the same key gives the same numbers, every part of the key counts."""

import pytest

from spxcc.feeds.simulator.streams import Seed, Stream

BASE = Seed(7, "flip-loss", "2026-03-24")


def drawn(seed: Seed, stream: Stream = Stream.SPOT, part: int = 0) -> tuple[int, ...]:
    return tuple(seed.generator(stream, part).integers(0, 2**60, 4).tolist())


def test_the_same_key_gives_the_same_numbers() -> None:
    assert drawn(BASE) == drawn(Seed(7, "flip-loss", "2026-03-24"))


@pytest.mark.parametrize(
    "other", [Seed(8, "flip-loss", "2026-03-24"), Seed(7, "pin", "2026-03-24"), Seed(7, "flip-loss", "2026-03-25")]
)
def test_every_part_of_the_identity_counts(other: Seed) -> None:
    assert drawn(BASE) != drawn(other)


def test_streams_and_their_parts_are_apart() -> None:
    keys = [drawn(BASE, stream, part) for stream in Stream for part in range(3)]
    assert len(set(keys)) == len(keys)


def test_any_whole_number_is_a_seed() -> None:
    assert drawn(Seed(-1, "pin", "2026-03-24")) != drawn(Seed(1, "pin", "2026-03-24"))
