"""The same seed gives the same frames, to the byte."""

import asyncio
import os
import subprocess
import sys

import pytest

from spxcc.runtime.digest import Digest
from tests.runtime.digest_run import digest_of

WORLDS = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/Los_Angeles", "LANG": "tr_TR.UTF-8", "LC_ALL": "C.UTF-8"},
)


@pytest.fixture(scope="module")
def fast() -> Digest:
    """Twelve seconds as fast as they go."""
    return asyncio.run(digest_of("flip-loss", 7, 0.2))


@pytest.mark.parametrize(
    ("scenario", "minutes"),
    [
        ("flip-loss", "0.3"),
        pytest.param("pin", "1", marks=pytest.mark.slow),
        pytest.param("trend", "1", marks=pytest.mark.slow),
    ],
)
def test_f63_two_fresh_processes_in_other_worlds_give_the_same_digest(scenario: str, minutes: str) -> None:
    said = [
        subprocess.run(
            [sys.executable, "-m", "tests.runtime.digest_run", scenario, "7", minutes],
            env={**os.environ, **world},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for world in WORLDS
    ]
    assert said[0] == said[1]
    assert int(said[0].split()[0]) > 500


async def test_f63_the_speed_changes_nothing(fast: Digest) -> None:
    paced = await digest_of("flip-loss", 7, 0.2, speed=60.0)
    assert (fast.frames, fast.hexdigest()) == (paced.frames, paced.hexdigest())


async def test_another_seed_is_another_day(fast: Digest) -> None:
    other = await digest_of("flip-loss", 8, 0.2)
    assert fast.hexdigest() != other.hexdigest()
