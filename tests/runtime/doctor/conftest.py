"""A simulated Massive in a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def massive() -> Iterator[str]:
    """Its address; keys are plans."""
    command = [sys.executable, "-m", "spxcc", "sim", "--massive", "0", "--scenario", "pin"]
    environ = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environ) as running:
        assert running.stderr is not None
        told = re.search(r"http://[\d.:]+", running.stderr.readline())
        assert told is not None
        yield told.group()
        running.terminate()
        running.stderr.read()
