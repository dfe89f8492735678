"""Records simulated load until it is killed; says on standard output which event was taken when.

Run: python -m tests.ledger.recording.crash_writer FILE PER_SECOND
"""

import sys
import threading
from pathlib import Path

from spxcc.ledger.recording.recorder import Recorder
from spxcc.ledger.recording.writer import Step
from spxcc.runtime.clock import SystemClock
from tests.fakes.recorded import INFO, OPEN, second_of

SLICE_S = 0.02


def main() -> None:
    """So many events a second of the machine's clock."""
    path, rate = Path(sys.argv[1]), int(sys.argv[2])
    recorder = Recorder(path, INFO, lambda folder: 10**12)
    recorder.start()
    clock, pause = SystemClock(), threading.Event()
    begun, number = clock.monotonic(), 0
    while True:
        while recorder.events < (clock.monotonic() - begun) * rate:
            number += 1
            events = second_of(OPEN + number * 10_000_000, number)
            for event in events:
                recorder.take(event)
            recorder.note(Step(events[-1].ts_event, 6000.0, number, f"d{number}"))
        print(recorder.events, flush=True)
        pause.wait(SLICE_S)


if __name__ == "__main__":
    main()
