"""`python -m tests.faults`: try every fault, and print what was held, survived, tried and lost."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from spxcc.market.units import NANOS_PER_SECOND
from spxcc.runtime.clock import SystemClock
from tests.faults.figures import COMMAND, README, Run, block, faults, with_block


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print or write. Returns pytest's exit code."""
    parser = argparse.ArgumentParser(
        prog=COMMAND, description="Faults, floods and bad input. More options are pytest's."
    )
    parser.add_argument("--quick", action="store_true", help="without the slow ones")
    parser.add_argument("--write", action="store_true", help="renew the table in README.md")
    found, further = parser.parse_known_args(arguments)
    run = Run()
    which = "not slow" if found.quick else "slow or not slow"
    tests = [one.test for one in faults()]
    code = pytest.main(["-q", "-p", "no:cacheprovider", "-m", which, *further, *tests], plugins=[run])
    day = datetime.fromtimestamp(SystemClock().now() // NANOS_PER_SECOND, UTC).date().isoformat()
    text = block(run.outcomes, day, COMMAND + (" --quick" if found.quick else ""))
    if found.write:
        README.write_text(with_block(README.read_text(encoding="utf-8"), text), encoding="utf-8")
    else:
        print(text)
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
