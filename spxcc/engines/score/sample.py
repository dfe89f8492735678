"""Random entries, packed to be kept and unpacked to be counted."""

import numpy as np

from spxcc.engines.score.params import QUANTUM_R
from spxcc.engines.score.result import Sample
from spxcc.market.snapshot import Bools, Floats

_ABSENT = -32768
_MOST = 32767


def pack(r: Floats, won: Bools) -> Sample:
    """r: NaN where a draw does not count; beyond ±65 it is cut to that."""
    counts = np.isfinite(r)
    steps = np.clip(np.rint(np.where(counts, r, 0.0) / QUANTUM_R), -_MOST, _MOST).astype("<i2")
    steps[~counts] = _ABSENT
    return Sample(count=int(r.size), r=steps.tobytes(), won=np.packbits(won).tobytes())


def unpack(sample: Sample) -> tuple[Floats, Bools]:
    """(r, won) of a sample, r to half of `QUANTUM_R`. Raises ValueError where its lengths do not agree."""
    steps = np.frombuffer(sample.r, dtype="<i2")
    bits = np.frombuffer(sample.won, dtype=np.uint8)
    if steps.size != sample.count or bits.size != (sample.count + 7) // 8:
        raise ValueError(f"expected a sample of {sample.count} draws, found {steps.size} and {bits.size} bytes of bits")
    won = np.unpackbits(bits, count=sample.count).astype(bool)
    return np.where(steps == _ABSENT, np.nan, steps * QUANTUM_R), won
