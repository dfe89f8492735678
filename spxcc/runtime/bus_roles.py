"""The two halves of a backend on machines of their own: an engine that computes and writes, gateways that serve."""

import asyncio
import logging
import secrets
from collections.abc import Callable

import click

from spxcc import __version__
from spxcc.engines.catalog import make_engines
from spxcc.gateway.access import Access
from spxcc.gateway.bus.follower import Follower
from spxcc.gateway.bus.interface import Bus, BusError, Fenced
from spxcc.gateway.bus.leadership import Leadership
from spxcc.gateway.bus.messages import Beat, Want
from spxcc.gateway.bus.remote import Desk, Remote
from spxcc.gateway.bus.writer import Greeting, HubWriter
from spxcc.gateway.config import GatewayConfig, ServerAddress
from spxcc.gateway.http import ReadRoutes
from spxcc.gateway.hub import Hub
from spxcc.gateway.local import LocalAuthenticator
from spxcc.gateway.server import GatewayServer
from spxcc.market.units import UnixNanos
from spxcc.runtime.backend import WARM_UP, Backend, BackendOptions, authenticator, revocations
from spxcc.runtime.cancelled import cancelled
from spxcc.runtime.caps import caps_of
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.config import Config
from spxcc.runtime.errors import UserError
from spxcc.runtime.serving import serving, until_ended
from spxcc.runtime.wire_channels import wire_channel

log = logging.getLogger(__name__)

TICK_S = 0.25
FIRST_S = 15.0
"""How long a gateway that begins waits for its engine."""


async def engine_role(bus: Bus, make: Callable[[], Backend]) -> None:
    """Wait for the lease, then play and write; ends with the feed. Who loses the lease waits for it again.

    make: the backend, only then: before, nothing may be asked of the upstream.
    """
    clock = SystemClock()

    async def work() -> None:
        backend = make()
        greeting = Greeting(backend.mode, f"spxcc/{__version__}", backend.cadence_s)
        writer = HubWriter(backend.hub, bus, lambda: leadership.term, greeting, clock)
        services = backend.server.services
        await bus.answer(Desk(services.queries, services.commands, services.ask, services.prices).answer)
        writing = asyncio.ensure_future(writer.run())
        playing = asyncio.ensure_future(backend.run())
        try:
            done, _ = await asyncio.wait({writing, playing}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await cancelled(writing, playing)
            await bus.quiet()
            backend.database.close()

    # What a leader needs first is at hand when it is its turn.
    make_engines()
    leadership = Leadership(bus, work, clock)
    while True:
        try:
            await leadership.run()
        except Fenced as error:
            log.warning("this engine gives way and waits for its turn again: %s", error)
        else:
            return


class GatewayRole:
    """A server whose hub follows an engine elsewhere. `start` binds, `run` follows, `stop` closes in order."""

    def __init__(self, bus: Bus, config: Config, options: BackendOptions) -> None:
        self.wall = SystemClock()
        self.hub = Hub(secrets.token_hex(6), self.wall.now)
        self.auth = authenticator(config, self.wall, options.no_auth)
        self._bus, self._config, self._options = bus, config, options
        self._wants: set[asyncio.Task[None]] = set()
        self.follower = Follower(self.hub, wire_channel, self._want, self.wall.monotonic)
        self.server: GatewayServer
        self.address: ServerAddress | None = None

    async def start(self) -> ServerAddress:
        """Follow, and listen as soon as the engine was heard. Raises BindError, and UserError without an engine."""
        heard = asyncio.Event()

        def hear(beat: Beat) -> None:
            self.follower.hear(beat)
            heard.set()

        try:
            await self._bus.follow(self.follower.take, hear)
            async with asyncio.timeout(FIRST_S):
                await heard.wait()
        except TimeoutError:
            raise UserError(
                f"expected an engine on the bus within {FIRST_S:g} s, found none; start one with --role engine", 3
            ) from None
        except BusError as error:
            raise UserError(str(error), 3) from None
        assert self.follower.beat is not None, "one that was heard"
        self.server = self._server(self.follower.beat)
        self.address = await self.server.start()
        return self.address

    async def run(self) -> None:
        """Watch over the silence of the engine."""
        while True:
            await self.wall.sleep(TICK_S)
            self.follower.tick()

    async def stop(self) -> None:
        """Close the server, then the bus."""
        await self.server.stop()
        await self._bus.close()

    def token(self) -> str | None:
        """The local token of this run, `None` where tokens are issued by others or nobody needs one."""
        return self.auth.token() if isinstance(self.auth, LocalAuthenticator) else None

    def _want(self, names: tuple[str, ...]) -> None:
        task = asyncio.ensure_future(self._wanted(names))
        self._wants.add(task)
        task.add_done_callback(self._wants.discard)

    async def _wanted(self, names: tuple[str, ...]) -> None:
        try:
            await self._bus.want(Want(channels=names))
        except BusError as error:
            log.debug("it is asked again: %s", error)

    def _server(self, beat: Beat) -> GatewayServer:
        settings, options, access = self._config.settings, self._options, Access()
        gateway = GatewayConfig(
            host=options.host, port=options.port, origins=settings.origins, mode=beat.mode, server=beat.server,
            cadence=beat.cadence, query_token=settings.query_token, unready=settings.unready_s, drain=settings.drain_s,
            access=access, compression=settings.compression, caps=caps_of(settings),
        )  # fmt: skip
        remote = Remote(self._bus)
        numbers = (lambda: self.server.metrics()) if settings.metrics else None
        return GatewayServer(
            self.hub, self.auth, self.wall, gateway, prices=remote,
            http=ReadRoutes(self.hub, self._market_now, access, WARM_UP, numbers), ask=remote.ask,
            queries=remote.queries, commands=remote.commands, revocations=revocations(settings.revoked, self.wall),
        )  # fmt: skip

    def _market_now(self) -> UnixNanos:
        latest = self.hub.latest("status")
        return self.wall.now() if latest is None or latest.as_of is None else latest.as_of


async def opened_bus(url: str, name: str) -> Bus:
    """Raises UserError where it cannot be, also where the library is not installed."""
    try:
        from spxcc.gateway.bus.by_nats import connect, login_from
    except ModuleNotFoundError:
        raise UserError("expected the package nats-py for --bus, found none; pip install 'spxcc[nats]'") from None
    try:
        return await connect(url, name, login_from(), SystemClock())
    except BusError as error:
        raise UserError(str(error), 3) from None


async def run_role(
    role: str, url: str, name: str, make: Callable[[], Backend], config: Config, options: BackendOptions
) -> None:
    """Until Ctrl-C, a request to end, or the end of the feed. Raises UserError, and BindError."""
    bus = await opened_bus(url, name)
    if role == "gateway":
        async with serving(GatewayRole(bus, config, options)) as address:
            click.echo(f"serving {address} from the engine {name!r}; Ctrl-C ends it", err=True)
            await until_ended()
        return
    engine = asyncio.ensure_future(engine_role(bus, make))
    ending = asyncio.ensure_future(until_ended())
    click.echo(f"engine {name!r}: waits for the lease, then computes; Ctrl-C ends it", err=True)
    try:
        await asyncio.wait({engine, ending}, return_when=asyncio.FIRST_COMPLETED)
        if engine.done():
            engine.result()
    finally:
        await cancelled(engine, ending)
        await bus.close()
