"""Random streams, each keyed by what it is for."""

import zlib
from dataclasses import dataclass
from datetime import date as Date
from enum import IntEnum

import numpy as np


class Stream(IntEnum):
    """What a stream is drawn for; the numbers are part of the seed, so they never change."""

    SPOT = 1
    SPY = 2
    VIX = 3
    DAYS = 4
    MINUTES = 5
    INTEREST = 6
    TAPE = 7
    SPY_TAPE = 8
    QUOTES = 9
    CHAIN = 10


@dataclass(frozen=True, slots=True)
class Seed:
    """Identity of a simulated session: the user's number (any int), the scenario's name, the ISO date."""

    number: int
    scenario: str
    date: str

    def generator(self, stream: Stream, part: int = 0) -> np.random.Generator:
        """A fresh generator of one stream; `part` ≥ 0 numbers its blocks, so that any block can be drawn alone."""
        name = zlib.crc32(self.scenario.encode())
        day = Date.fromisoformat(self.date).toordinal()
        entropy = [self.number % 2**64, name, day, int(stream), part]
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))
