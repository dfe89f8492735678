"""Real market data, found through the environment and never part of the project."""

import os
from pathlib import Path

import pytest

VARIABLE = "SPXCC_REAL_DATA"


def real_data(name: str) -> Path:
    """The file or folder `name` of the real data; skips, saying so, where the variable is not set."""
    folder = os.environ.get(VARIABLE)
    if not folder:
        pytest.skip(f"{VARIABLE} is not set")
    return Path(folder) / name
