"""What no picture goes below: as many bytes handed to the same terminal by write(2), and nothing else."""

import os
import time
from collections.abc import Callable
from typing import Any

from spxcc.market.clock import Clock

ROUNDS, EACH, PAUSE_S = 9, 4, 0.02


def counted(driver: Any) -> Callable[[], int]:
    """Bytes that a driver of Textual is handed from now on, so far."""
    seen, write = [0], driver.write

    def counting(data: str) -> None:
        seen[0] += len(data.encode())
        write(data)

    driver.write = counting
    return lambda: seen[0]


async def least_write_us(descriptor: int, size: int, wall: Clock) -> float:
    """Processor microseconds of this process for one write of `size` bytes: the least of `ROUNDS`, `EACH` a round.

    Raises ValueError for less than one byte.
    """
    if size < 1:
        raise ValueError(f"expected a byte to write, found {size}")
    data, took = b"x" * size, list[float]()
    for _ in range(ROUNDS):
        used = time.process_time()
        for _ in range(EACH):
            os.write(descriptor, data)
        took.append(1e6 * (time.process_time() - used) / EACH)
        await wall.sleep(PAUSE_S)
    return min(took)
