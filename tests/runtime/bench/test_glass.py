"""Marks in the output of a pty."""

from spxcc.runtime.bench.glass import MARK, Glass


def test_a_mark_is_found_wherever_the_output_is_cut() -> None:
    text = b"\x1b[1;2Hprice" + MARK.format(41).encode() + b"more" * 100 + MARK.format(107).encode() + b"end"
    for cut in range(len(text)):
        glass = Glass()
        glass.take(text[:cut], 1.0)
        glass.take(text[cut:], 2.0)
        assert [number for number, _ in glass.marks] == [41, 107]
        assert sum(size for _, size in glass.sizes) == len(text)


def test_an_event_waits_for_the_first_output_that_shows_it_or_one_after_it() -> None:
    glass = Glass()
    glass.take(MARK.format(10).encode(), 5.0)
    glass.take(MARK.format(20).encode(), 5.1)
    waits = glass.waits_ms([(9, 4.95), (10, 4.99), (11, 5.0), (20, 5.05), (21, 5.05)])
    assert [round(wait) for wait in waits] == [50, 10, 100, 50]


def test_rates_are_of_whole_seconds_between_the_instants() -> None:
    glass = Glass()
    for at in (0.5, 1.1, 1.9, 2.5, 3.2):
        glass.take(b"x" * 1_000, at)
    assert glass.rates(1.0, 3.1) == (2.0, 1.0)
