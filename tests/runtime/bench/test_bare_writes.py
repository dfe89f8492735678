"""As many bytes as a picture has, written and no more."""

import os
from threading import Thread

import pytest

from spxcc.runtime.bench.bare_writes import EACH, ROUNDS, counted, least_write_us
from spxcc.runtime.clock import LeapingClock


def test_what_a_driver_is_handed_is_counted_and_still_written() -> None:
    class Driver:
        def __init__(self) -> None:
            self.text = ""

        def write(self, data: str) -> None:
            self.text += data

    driver = Driver()
    driver.write("before")
    written = counted(driver)
    driver.write("▲ 6,890")
    driver.write("!")
    assert (written(), driver.text) == (10, "before▲ 6,890!")


async def test_every_write_arrives_and_the_least_is_told() -> None:
    reader, writer = os.pipe()
    came = bytearray()

    def drain() -> None:
        while data := os.read(reader, 65_536):
            came.extend(data)

    thread = Thread(target=drain)
    thread.start()
    try:
        took = await least_write_us(writer, 500, LeapingClock(0))
    finally:
        os.close(writer)
        thread.join()
        os.close(reader)
    assert 0.0 < took < 10_000.0
    assert len(came) == 500 * EACH * ROUNDS


async def test_nothing_has_no_bound() -> None:
    with pytest.raises(ValueError, match="a byte"):
        await least_write_us(1, 0, LeapingClock(0))
