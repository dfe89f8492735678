"""Backends for the tests: the simulator on a free port, with the settings of nobody."""

from pathlib import Path

from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.config import Config, load
from spxcc.runtime.paths import Paths

NOWHERE = Paths(Path("/nonexistent"), Path("/nonexistent"), Path("/nonexistent"))


def plain_config() -> Config:
    """Defaults alone."""
    return load(NOWHERE, {})


def simulated(
    scenario: str = "flip-loss",
    config: Config | None = None,
    options: BackendOptions | None = None,
    failing: tuple[str, ...] = (),
) -> Backend:
    """The scenario from its own start."""
    plan = plan_feed(FeedRequest("sim", scenario, 7))
    return Backend(plan, config or plain_config(), options or BackendOptions(failing=failing))
