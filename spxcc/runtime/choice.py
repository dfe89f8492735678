"""What a run shows: the feed that settings ask for, or the server that is already there."""

import socket
from collections.abc import Callable, Sequence
from pathlib import Path

from spxcc.feeds.catalog import FeedRequest, PlannedFeed, plan_feed
from spxcc.runtime.config import Config
from spxcc.runtime.endpoint import Endpoint, process_owner, running
from spxcc.runtime.errors import UserError
from spxcc.runtime.paths import user_paths
from spxcc.runtime.recorded import asked_session, plan_session

CONNECT_S = 0.5
SIMULATOR_FLAGS = ("scenario", "seed")


def choose_feed(config: Config, at: str | None = None) -> PlannedFeed:
    """The feed of a run without files; `at`: exchange time the simulator starts from. Raises UserError."""
    settings = config.settings
    if settings.feed == "cboe":
        _only_of_the_simulator(config)
        return _planned(FeedRequest("cboe", at=at, url=settings.cboe_url))
    key = config.secret("massive_key")
    if settings.feed == "massive" and key is None:
        raise UserError("expected a key for the feed massive, found none; set SPXCC_MASSIVE_KEY or MASSIVE_API_KEY")
    if key is not None and (settings.feed == "massive" or (settings.feed == "auto" and not _asks_simulator(config))):
        _only_of_the_simulator(config)
        return _planned(
            FeedRequest(
                "massive",
                at=at,
                url=settings.massive_url,
                ws_url=settings.massive_ws_url,
                key=key,
                per_minute=settings.massive_calls_per_minute,
            )
        )
    return _planned(
        FeedRequest(
            "sim",
            scenario=settings.scenario,
            seed=settings.seed,
            hedging=settings.sim_hedging,
            at=at,
        )
    )


def choose_replay(paths: Sequence[Path], date: str | None, at: str | None, as_of: int | None) -> PlannedFeed:
    """The replay of `paths`: one recorded session, or files. Raises UserError."""
    session = asked_session(paths, user_paths().sessions)
    if session is not None:
        return plan_session(session, at)
    return _planned(FeedRequest("replay", paths=tuple(paths), date=date, at=at, as_of=as_of))


def running_server() -> Endpoint | None:
    """This user's running server, if it answers."""
    found = running(user_paths().endpoint_file, process_owner)
    return found if found is not None and _listens(found.port) else None


def remote_token(given: str | None) -> Callable[[], str | None]:
    """Token for a server that is attached to: the given one, else that of this user's running server."""

    def token() -> str | None:
        if given is not None:
            return given
        found = running_server()
        return None if found is None else found.token

    return token


def _listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=CONNECT_S):
            return True
    except OSError:
        return False


def _asks_simulator(config: Config) -> bool:
    """Whether a flag that only the simulator knows was given."""
    return any(config.origins[name] == "flag" for name in SIMULATOR_FLAGS)


def _only_of_the_simulator(config: Config) -> None:
    for name in SIMULATOR_FLAGS:
        if config.origins[name] == "flag":
            raise UserError(
                f"expected --{name} with the simulator only, found it with --feed {config.settings.feed}; leave one "
                "of them out"
            )


def _planned(request: FeedRequest) -> PlannedFeed:
    try:
        return plan_feed(request)
    except ValueError as error:
        raise UserError(str(error)) from None
