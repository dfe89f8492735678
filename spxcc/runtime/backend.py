"""The backend of one run: feed, node, hub and server, put together."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from spxcc import __version__
from spxcc.engines.catalog import CHANNELS
from spxcc.engines.coach.answer import pieces
from spxcc.engines.engine import Engine
from spxcc.engines.price.result import price_channel
from spxcc.feeds.catalog import PlannedFeed
from spxcc.gateway.access import Access
from spxcc.gateway.config import GatewayConfig, ServerAddress
from spxcc.gateway.http import ReadRoutes
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import Authenticator, KeySet
from spxcc.gateway.local import LocalAuthenticator, NoAuth
from spxcc.gateway.metrics import Metric
from spxcc.gateway.prices import CachedPrices, FetchedPrice
from spxcc.gateway.revocation import RevocationError, RevocationFile
from spxcc.gateway.server import GatewayServer
from spxcc.ledger.alerts import ALERTS, AlertLedger
from spxcc.ledger.bookmarks import BOOKMARKS
from spxcc.ledger.database import Database, LedgerError, open_database
from spxcc.ledger.plans import PLANS
from spxcc.ledger.recording.layout import SessionInfo
from spxcc.market.clock import Clock
from spxcc.market.feed import Feed
from spxcc.market.units import UnixNanos
from spxcc.protocol.identity import Identity
from spxcc.protocol.names import price_channel_of
from spxcc.runtime.alert_hook import AlertHook
from spxcc.runtime.alerts import AlertDesk, realm_of
from spxcc.runtime.asked import asked_prices
from spxcc.runtime.caps import caps_of
from spxcc.runtime.clock import ShiftedClock, SystemClock
from spxcc.runtime.config import Config, Settings
from spxcc.runtime.continued import Cut, Sought, TakenUp, cut_of
from spxcc.runtime.day import Day, played
from spxcc.runtime.digest import Digest, StepFrames
from spxcc.runtime.engine_inputs import EngineInputs, inputs_of
from spxcc.runtime.errors import UserError
from spxcc.runtime.later_feed import LaterFeed
from spxcc.runtime.node import Node
from spxcc.runtime.phrasing import phrasing_of
from spxcc.runtime.pipeline import Pipeline
from spxcc.runtime.positions import Positions
from spxcc.runtime.recorded import SessionPlan, info_of, market_mode
from spxcc.runtime.recording import RecordingDesk, RecordingWish
from spxcc.runtime.recording_control import RecordingControl
from spxcc.runtime.resumed_feed import ResumedFeed
from spxcc.runtime.rewind import Rewinder
from spxcc.runtime.score.desk import ScoreDesk
from spxcc.runtime.session_list import QUERY as SESSIONS
from spxcc.runtime.session_list import SessionList
from spxcc.runtime.take_up import Seat, take_up
from spxcc.runtime.why import QUERY, Why
from spxcc.runtime.whynot import WhyNots

NOT_RECORDED = "this run is not recorded: it is a replay, or the setting record is off"
WARM_UP = ("status", "price:SPX")
"""Channels without which the server is not ready."""


@dataclass(frozen=True, slots=True)
class BackendOptions:
    """speed: market seconds a second, `None` = as fast as it goes. failing: engines made to raise (to see the others
    live). no_auth: everybody on this machine may enter. ledger: the file of what is kept, `None` = only in memory.
    events: the user's calendar, `None` = the shipped one alone. recording: where the run is kept, `None` = nowhere.
    lingers: at the end of a played feed it waits for somebody who takes it back. sessions: where recordings are."""

    speed: float | None = 1.0
    host: str = "127.0.0.1"
    port: int = 0
    no_auth: bool = False
    failing: tuple[str, ...] = ()
    ledger: Path | None = None
    events: Path | None = None
    recording: RecordingWish | None = None
    lingers: bool = False
    sessions: Path | None = None


class Backend:
    """`start` binds, `run` plays the feed, `stop` closes in order."""

    def __init__(self, plan: PlannedFeed, config: Config, options: BackendOptions) -> None:
        self.wall: Clock = SystemClock()
        self.clock = _clock(plan, options.speed, self.wall)
        self.mode, self.title = plan.mode, plan.title
        self.hub = Hub(secrets.token_hex(6), self.wall.now)
        for channel in CHANNELS:
            self.hub.declare(channel)
        chosen = config.settings
        self.plan = plan
        self.database = _ledger(options.ledger)
        self.score = ScoreDesk(self.database, plan.mode)
        own = inputs_of(chosen, options.events, self.score.facts())
        self.feed = plan.build(self.clock)
        self.sought = Sought()
        self.sought = self._sought(own, options)
        played = plan.inputs if isinstance(plan, SessionPlan) else None
        self.inputs = (played if self.cut is None else self.cut.inputs) or own
        self.engines = self.inputs.engines()
        pipeline = _pipeline(self.engines, plan, options.failing)
        self.cadence_s = 0.0 if options.speed is None else plan.cadence_s / options.speed
        run = self._info(self.inputs).run
        self.day = Day(plan, chosen, self.hub, self.wall, self.clock, self.database, run)
        self.digest = Digest()
        self.frames = StepFrames(self.digest, lambda: self.node.publishing)
        wish = None if isinstance(plan, SessionPlan) else options.recording
        self.recording = RecordingDesk(wish, NOT_RECORDED, self.hub, self.frames, self.wall, self.sought.why)
        self.node = self._node(pipeline, options)
        self.hub.observers.append(self.frames)
        self.day.seat(Rewinder(plan, self.hub, self.node, self.wall), self.recording)
        self.recording.watch(self.node)
        self.node.listeners.extend((*self.day.listeners, self.recording, self.score))
        self.auth = authenticator(config, self.wall, options.no_auth)
        self.day.local = isinstance(self.auth, LocalAuthenticator | NoAuth)
        self.alerts = self._alert_desk(chosen)
        self.node.listeners.append(self.alerts)
        self.phrasing = phrasing_of(chosen, config.secret("coach_key"))
        self.server = self._server(config, options)
        self.server.watched["feed"] = self.node.stage
        self.address: ServerAddress | None = None

    @property
    def cut(self) -> Cut | None:
        """The recording that this run goes on with."""
        return self.sought.cut

    def _node(self, pipeline: Pipeline, options: BackendOptions) -> Node:
        paced = self.recording.tapped(self.day.paced(self.feed))
        node = Node(paced, pipeline, self.hub, self.wall, self.cadence_s, self.day.cadence)
        node.facts_count = isinstance(self.plan, SessionPlan)
        node.lingers = options.lingers and self.day.transport is not None
        node.revives = self.plan.start_at is None
        return node

    @property
    def pipeline(self) -> Pipeline:
        """The market and the engines as they are driven now."""
        return self.node.pipeline

    def token(self) -> str | None:
        """The local token of this run, `None` where tokens are issued by others or nobody needs one."""
        return self.auth.token() if isinstance(self.auth, LocalAuthenticator) else None

    def complaints(self) -> tuple[str, ...]:
        """What the feed says is wrong, which is often why something is missing."""
        snapshot = self.pipeline.snapshot
        return () if snapshot is None else tuple(each.text for each in snapshot.notices if each.level == "error")

    async def start(self) -> ServerAddress:
        """Listen. Raises BindError."""
        self.address = await self.server.start()
        return self.address

    async def run(self) -> None:
        """Play the feed to its end."""
        await self._begin()
        try:
            await self.node.run()
        finally:
            await asyncio.to_thread(self.recording.end)

    def _alert_desk(self, chosen: Settings) -> AlertDesk:
        # Where others' tokens are let in, the alerts are theirs, and no business of a program of this machine's user.
        hook = AlertHook(chosen.alerts, self.wall) if self.day.local else None
        ledger = AlertLedger(self.database, realm_of(self.mode))
        return AlertDesk(ledger, self.hub, self.clock.now, self.wall, self.mode, hook)

    def _info(self, inputs: EngineInputs) -> SessionInfo:
        run = self.hub.epoch if self.cut is None else self.cut.info.run
        return info_of(self.plan, self.feed.name, self.clock.now(), inputs, self.wall.now(), run)

    def _sought(self, inputs: EngineInputs, options: BackendOptions) -> Sought:
        """The recording that this run goes on with."""
        wish = options.recording
        if wish is None or wish.file is not None or options.failing or self.mode == "replay":
            return Sought()
        return cut_of(wish.folder, self._info(inputs), self.plan.start_at is not None, self.wall.now())

    async def _begin(self) -> None:
        cut, run = self.cut, None
        if cut is not None:
            seat = Seat(self.hub, self.node, self.frames, self.wall)
            run = await take_up(cut, seat, self.engines, market_mode(self.plan), partial(self._onward, cut))
        self.recording.begin(self._info(self.inputs), None if run is None else cut)
        if cut is not None and run is not None and run.as_of > cut.at:
            # The events of this step were written, and the process was killed before it could say so.
            self.recording.stepped(run.step, run.as_of)

    def _onward(self, cut: Cut, run: TakenUp) -> Feed:
        """The feed from the end of the recording on: one that plays without what is known, one that lives as it is."""
        feed: Feed = self.feed
        if self.day.transport is not None:
            self.day.transport.turn_to(run.as_of)
            feed = LaterFeed(feed, cut.own)
        else:
            at = max(self.clock.now(), run.as_of)
            feed = ResumedFeed(feed, run.tail, run.pipeline.state.notices, at)
        return self.recording.tapped(self.day.paced(feed))

    async def stop(self) -> None:
        """Announce it to the clients and close."""
        await self.server.stop()
        self.database.close()

    def _server(self, config: Config, options: BackendOptions) -> GatewayServer:
        settings = config.settings
        access = Access()
        control = RecordingControl(self.recording, self._market_now, lambda: self.day.local)
        gateway = GatewayConfig(
            host=options.host,
            port=options.port,
            origins=settings.origins,
            mode=self.mode,
            server=f"spxcc/{__version__}",
            cadence=self.cadence_s,
            query_token=settings.query_token,
            compression=settings.compression,
            caps=caps_of(settings),
            unready=settings.unready_s,
            drain=settings.drain_s,
            access=access,
        )
        return GatewayServer(
            self.hub,
            self.auth,
            self.wall,
            gateway,
            prices=self._prices(),
            http=ReadRoutes(self.hub, self._market_now, access, WARM_UP, self._metrics if settings.metrics else None),
            ask=self._ask,
            queries={
                **Positions(self.hub, access).queries,
                **WhyNots(self.node, access).queries,
                SESSIONS: SessionList(options.sessions, lambda: self.day.local),
                QUERY: Why(self.node, self.hub, self.engines, access),
                **self.alerts.queries,
                **self.day.queries,
                **control.queries,
            },
            commands={**self.alerts.commands, **self.day.commands, **control.commands},
            revocations=revocations(settings.revoked, self.wall),
        )

    def _metrics(self) -> tuple[Metric, ...]:
        return self.server.metrics()

    def _prices(self) -> CachedPrices:
        """First prices, by asking the feed where that can be: a replay has no more than it streams."""
        hub = self.hub

        def known(symbol: str) -> UnixNanos | None:
            latest = hub.latest(price_channel_of(symbol))
            return None if latest is None else latest.as_of

        def streamed(symbol: str) -> bool:
            return hub.knows(price_channel_of(symbol))

        def publish(symbol: str, price: FetchedPrice) -> None:
            hub.publish(price_channel(symbol), price.value, price.as_of)

        return CachedPrices(known, streamed, publish, asked_prices(self.feed, self._market_now), self.clock)

    def _market_now(self) -> UnixNanos:
        return self.node.as_of if self.node.as_of is not None else self.clock.now()

    async def _ask(self, identity: Identity, text: str) -> AsyncIterator[str]:
        async for line in self.phrasing.lines(pieces(text, self.node.results, self._market_now())):
            yield line
            await self.wall.sleep(0)


def _pipeline(engines: tuple[Engine[Any, Any], ...], plan: PlannedFeed, failing: tuple[str, ...]) -> Pipeline:
    pipeline = Pipeline(engines, market_mode(plan))
    for name in failing:
        pipeline.graph.fail(name)
    return pipeline


def _ledger(path: Path | None) -> Database:
    """The file of what is kept. Raises UserError where it cannot be used."""
    try:
        return open_database(path, (ALERTS, PLANS, BOOKMARKS))
    except LedgerError as error:
        raise UserError(str(error)) from None


def _clock(plan: PlannedFeed, speed: float | None, wall: Clock) -> Clock:
    """Market time. Raises UserError where the feed lives now and yet another speed was asked for."""
    if plan.start_at is not None:
        return played(plan.start_at, speed, wall, plan.end_at if isinstance(plan, SessionPlan) else None)
    if speed != 1.0:
        raise UserError(f"expected no --speed for {plan.title}, which come as they are made; leave it out")
    return wall if plan.lives_at is None else ShiftedClock(wall, plan.lives_at - wall.now())


def authenticator(config: Config, wall: Clock, no_auth: bool) -> Authenticator:
    """Who may enter: everybody on this machine, holders of a configured key's tokens, or of this run's own.

    Raises UserError for key settings that cannot work.
    """
    settings, secret = config.settings, config.secret("jwt_secret")
    if no_auth:
        return NoAuth()
    if secret is None and settings.jwks is None:
        return LocalAuthenticator()
    # Only who checks the tokens of an issuer pays for the import of the JWT and cryptography libraries.
    from spxcc.gateway.auth import TokenAuthenticator, TokenRules

    rules = TokenRules(
        algorithms=frozenset(settings.jwt_algorithms),
        issuer=settings.jwt_issuer,
        audience=settings.jwt_audience,
        tier_claim=settings.tier_claim,
    )
    try:
        keys = None if settings.jwks is None else _keys(settings.jwks, wall)
        return TokenAuthenticator(rules, wall.now, None if secret is None else secret.encode(), keys)
    except ValueError as error:
        raise UserError(f"the settings of tokens cannot work: {error}") from None


def revocations(where: str, wall: Clock) -> RevocationFile | None:
    """The list of who may not enter any more, read. Raises UserError where it cannot be."""
    if not where:
        return None
    listed = RevocationFile(Path(where), wall)
    try:
        listed.load()
    except RevocationError as error:
        raise UserError(f"{error}; mend {where} or leave the setting revoked out") from None
    return listed


def _keys(where: str, wall: Clock) -> KeySet:
    # Only who takes keys from an issuer pays for the HTTP client's import.
    import httpx

    from spxcc.gateway.jwks import JwksCache, from_file, from_url

    if where.startswith(("http://", "https://")):
        return JwksCache(from_url(where, httpx.AsyncClient()), wall)
    return JwksCache(from_file(Path(where)), wall)
