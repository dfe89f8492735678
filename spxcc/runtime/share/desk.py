"""A server that shows a pack: the hub, the transport and the gateway of every run, and no engine."""

import secrets
from collections.abc import AsyncIterator, Mapping
from typing import Any

from spxcc import __version__
from spxcc.gateway.access import Access
from spxcc.gateway.config import GatewayConfig, ServerAddress
from spxcc.gateway.http import ReadRoutes
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import RequestError
from spxcc.gateway.local import LocalAuthenticator, NoAuth
from spxcc.gateway.server import GatewayServer
from spxcc.ledger.bookmarks import BOOKMARKS, BookmarkLedger
from spxcc.ledger.database import open_database
from spxcc.ledger.packs.layout import Minute
from spxcc.ledger.packs.reader import Pack
from spxcc.ledger.packs.values import Player
from spxcc.market.clock import Clock
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.feed import Mode
from spxcc.market.units import UnixNanos
from spxcc.protocol.identity import Identity
from spxcc.runtime.backend import WARM_UP, BackendOptions, authenticator
from spxcc.runtime.caps import caps_of
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.config import Config
from spxcc.runtime.positions import Positions
from spxcc.runtime.replay_desk import ReplayDesk
from spxcc.runtime.share.sampling import SHARED
from spxcc.runtime.transport import Transport

MINUTE_S = 60.0
"""Market time between two steps of a pack."""
NO_INPUTS = "a share pack holds what was published, not the contracts it was computed from; ask who has the session"


class PackBackend:
    """Looks like a `Backend` to terminals and servers. at: market time from which it is paced; before comes at once."""

    def __init__(self, pack: Pack, config: Config, options: BackendOptions, at: UnixNanos | None = None) -> None:
        header = pack.header
        self.mode: Mode = "replay"
        self.title = header.title
        self.wall: Clock = SystemClock()
        self.hub = Hub(secrets.token_hex(6), self.wall.now)
        for channel in SHARED:
            self.hub.declare(channel)
        first = pack.minutes[0].at
        start = min(header.start_at if at is None else at, header.end_at)
        self.transport = Transport(max(first, start), header.end_at, options.speed, self.wall)
        self.as_of: UnixNanos = first
        self._minutes = {minute.at: minute for minute in pack.minutes}
        self._player = Player(SHARED)
        self._database = open_database(None, (BOOKMARKS,))
        self.auth = authenticator(config, self.wall, options.no_auth)
        self._local = isinstance(self.auth, LocalAuthenticator | NoAuth)
        self.replay = ReplayDesk(
            self.transport, header.title, self.hub, self.wall, BookmarkLedger(self._database), self._owns,
            MINUTE_S,
        )  # fmt: skip
        self._feed = self.transport.paced(_Steps(tuple(self._minutes), self.transport))
        access = Access()
        self.server = GatewayServer(
            self.hub,
            self.auth,
            self.wall,
            GatewayConfig(
                host=options.host, port=options.port, origins=config.settings.origins, mode=self.mode,
                server=f"spxcc/{__version__}",
                cadence=0.0 if options.speed is None else MINUTE_S / options.speed,
                query_token=config.settings.query_token,
                compression=config.settings.compression, access=access, caps=caps_of(config.settings),
            ),
            http=ReadRoutes(self.hub, lambda: self.as_of, access, WARM_UP),
            queries={**Positions(self.hub, access).queries, "why": _refused, "whynot": _refused},
            commands=self.replay.commands,
        )  # fmt: skip

    def token(self) -> str | None:
        """The local token of this run."""
        return self.auth.token() if isinstance(self.auth, LocalAuthenticator) else None

    async def start(self) -> ServerAddress:
        """Listen. Raises BindError."""
        return await self.server.start()

    async def run(self) -> None:
        """Show it to its end; afterwards its last minute stays."""
        async for event in self._feed.events():
            self.publish(self._minutes[event.ts_event])
            await self.wall.sleep(0)

    async def stop(self) -> None:
        """Announce it to the clients and close."""
        await self.server.stop()
        self._database.close()

    def publish(self, minute: Minute) -> None:
        """What was published in this minute."""
        self.as_of = minute.at
        for channel, value in self._player.published(minute):
            self.hub.publish(channel, value, minute.as_of.get(channel.name, minute.at))
        for name, why in (minute.reasons | self._player.unread).items():
            if why:
                self.hub.fail(name, why)
        self.replay.tell()

    def _owns(self, identity: Identity) -> bool:
        return self._local


class _Steps:
    """The minutes of a pack as steps."""

    name = "pack"
    mode: Mode = "replay"

    def __init__(self, at: tuple[UnixNanos, ...], clock: Transport) -> None:
        self._at, self._clock = at, clock

    async def events(self) -> AsyncIterator[FeedEvent]:
        """Each when its time has come."""
        for at in self._at:
            if at > self._clock.start and (ahead := at - self._clock.now()) > 0:
                await self._clock.sleep(ahead / 1e9)
            yield Watermark(ts_event=at, ts_recv=at, source=self.name)


async def _refused(identity: Identity, args: Mapping[str, Any]) -> Any:
    raise RequestError("unavailable", NO_INPUTS)
