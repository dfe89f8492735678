"""Which feeds there are, and what each needs to be built."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from spxcc.market.clock import Clock
from spxcc.market.feed import Feed, Mode
from spxcc.market.session import at_exchange, session_at
from spxcc.market.units import UnixNanos

SIM_CADENCE_S = 0.25
BAR_CADENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """What the user asked for. name: `sim`, `replay`, `cboe` or `massive`.

    scenario ("" = default), seed: of the simulator; hedging: times the open interest that its dealers hedge, 0 = as the
    scenario has it. paths, date (ISO), as_of (of a chain without a usable date): of a replay. at: "HH:MM" exchange time
    from which a simulator or replay is paced. url: where the documents of `cboe` are, or the REST API of `massive`; its
    streams are at ws_url (empty = where they belong to url). key, per_minute: of the plan at Massive.
    """

    name: str
    scenario: str = ""
    seed: int = 7
    hedging: float = 0.0
    paths: Sequence[Path] = field(default_factory=tuple)
    date: str | None = None
    at: str | None = None
    as_of: UnixNanos | None = None
    url: str = ""
    ws_url: str = ""
    key: str = field(default="", repr=False)
    per_minute: int = 600


@dataclass(frozen=True, slots=True)
class PlannedFeed:
    """A feed whose input is read and checked, waiting for its clock.

    start_at: market time at which pacing begins, everything before being handed over at once; `None` = the feed lives
    now, by the machine's clock. cadence_s: market seconds between two steps. lives_at: market time at this moment where
    the feed lives now, but by the clock of a server that is at another date.
    """

    mode: Mode
    title: str
    start_at: UnixNanos | None
    cadence_s: float
    build: Callable[[Clock], Feed]
    lives_at: UnixNanos | None = None


def plan_feed(request: FeedRequest) -> PlannedFeed:
    """Read what the feed needs.

    Raises ValueError (its subclasses `DataFileError` and `NothingToReplay` too) with a sentence for the user.
    """
    if request.name == "sim":
        return _simulated(request)
    if request.name == "replay":
        return _replayed(request)
    if request.name == "cboe":
        return _delayed(request)
    if request.name == "massive":
        return _massive(request)
    raise ValueError(
        f"expected the feed sim, replay, cboe or massive, found {request.name[:32]!r}; choose one with --feed"
    )


def _simulated(request: FeedRequest) -> PlannedFeed:
    # Each feed is imported by who uses it: the readers of files and the simulator share nothing.
    from spxcc.feeds.simulator.feed import SimulatorFeed
    from spxcc.feeds.simulator.scenarios import DEFAULT, scenario_named

    known = scenario_named(request.scenario or DEFAULT)
    scenario = replace(known, hedging=request.hedging or known.hedging)
    hedging = f", hedging {scenario.hedging:g}" if scenario.hedging else ""
    start_at = SimulatorFeed.default_start(scenario) if request.at is None else at_exchange(scenario.date, request.at)
    if session_at(start_at) is None:
        raise ValueError(f"expected a time of the session such as 11:00, found {request.at!r}; choose another --at")

    def build(clock: Clock) -> Feed:
        return SimulatorFeed(scenario, request.seed, clock, start_at=start_at)

    return PlannedFeed("sim", f"{scenario.name}, seed {request.seed}{hedging}", start_at, SIM_CADENCE_S, build)


def _replayed(request: FeedRequest) -> PlannedFeed:
    from spxcc.feeds.files.replay import FileReplayFeed, load_script, start_instant

    if not request.paths:
        raise ValueError("expected files to replay, found none; name bars, a chain or a LEAN directory")
    script = load_script(request.paths, request.date, request.as_of)
    start = start_instant(script, request.at)

    def build(clock: Clock) -> Feed:
        return FileReplayFeed(script, clock, start)

    return PlannedFeed("replay", script.date, start, BAR_CADENCE_S, build)


def _delayed(request: FeedRequest) -> PlannedFeed:
    from spxcc.feeds.cboe.params import DOCUMENTS, STEP_S

    parts = urlsplit(request.url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError(
            f"expected an http(s) address of Cboe's quotes, found {request.url[:80]!r}; see SPXCC_CBOE_URL"
        )
    if request.at is not None:
        raise ValueError(f"expected no time for the feed cboe, which lives now, found {request.at!r}; leave --at out")

    # The HTTP client costs as much start-up as all the rest, so only who asks for this feed pays.
    from spxcc.feeds.cboe.feed import http_feed

    def build(clock: Clock) -> Feed:
        return http_feed(request.url, clock)

    return PlannedFeed("delayed", f"Cboe quotes of {' and '.join(DOCUMENTS)}", None, STEP_S, build)


def _massive(request: FeedRequest) -> PlannedFeed:
    if request.at is not None:
        raise ValueError(
            f"expected no time for the feed massive, which lives now, found {request.at!r}; leave --at out"
        )
    # The HTTP client and the websockets cost as much start-up as all the rest, so only who asks for this feed pays.
    from spxcc.feeds.massive.params import STEP_S
    from spxcc.feeds.massive.plan import Address, plan_massive

    plan = plan_massive(Address(request.url, request.ws_url, request.key, request.per_minute))
    return PlannedFeed(plan.mode, plan.title, None, STEP_S, plan.build, plan.server_time)
