"""A bus by NATS with JetStream (servers from 2.11 on).

The stream holds two subjects a channel; a follower has one ordered consumer for all of them, which begins with the
last message of each. Every message is written with the stream's expected last number, so that one writer alone can go
on and a second one shows at once; who begins writes its term to the subject `fence` first. Beats, wants and questions
are plain messages: a lost one is followed by the next. The lease is a key of a bucket whose values end by themselves.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec
import nats
import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.js import JetStreamContext
from nats.js.api import DeliverPolicy, KeyValueConfig, StorageType, StreamConfig
from nats.js.errors import APIError, KeyNotFoundError, KeyWrongLastSequenceError, NotFoundError
from nats.js.kv import KeyValue

from spxcc.gateway.bus.interface import Answerer, BusError, Fenced
from spxcc.gateway.bus.messages import Beat, Kept, Live, Piece, Question, Want, kept_from, packed
from spxcc.market.clock import Clock
from spxcc.market.units import NANOS_PER_MILLI

KEPT_EACH = 1_024
"""Messages of a subject that stay in the stream: the newest counts, the others let a consumer fall behind a little."""
MOST_BYTES = 256 * 2**20
PATIENCE_S = 1.0
CONNECT_S = 4.0
HEARTBEAT_S = 0.5
TRIES = 50
"""To write between two messages of another one."""
WRONG_LAST = 10071
EXPECTED = "Nats-Expected-Last-Sequence"
LEADER = "leader"
CREDENTIALS = ("SPXCC_NATS_USER", "SPXCC_NATS_PASSWORD", "SPXCC_NATS_TOKEN", "SPXCC_NATS_CREDS")


@dataclass(frozen=True, slots=True)
class Login:
    """Who connects; from the environment, for an address stands in logs and lists of processes."""

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    creds: str | None = None


def login_from(environ: Any = os.environ) -> Login:
    """As `SPXCC_NATS_USER`, `_PASSWORD`, `_TOKEN` or `_CREDS` (a file) say."""
    return Login(*(environ.get(name) or None for name in CREDENTIALS))


async def connect(url: str, name: str, login: Login, clock: Clock) -> "NatsBus":
    """clock: of the machine, for the terms. Raises BusError where there is no server, or none with JetStream."""
    parts = urlsplit(url)
    if _shown(url) is None:
        raise BusError("expected an address such as nats://127.0.0.1:4222 for --bus, found another text; mend it")
    if parts.username or parts.password:
        raise BusError("expected a bus address without a user or password; set SPXCC_NATS_USER and SPXCC_NATS_PASSWORD")
    try:
        async with asyncio.timeout(CONNECT_S):
            client = await nats.connect(
                url, connect_timeout=2, reconnect_time_wait=0.2, max_reconnect_attempts=-1, ping_interval=2,
                max_outstanding_pings=2, user=login.user, password=login.password, token=login.token,
                user_credentials=login.creds, error_cb=_ignored, allow_reconnect=True, name="spxcc",
            )  # fmt: skip
    except (OSError, nats.errors.Error, TimeoutError) as error:
        found = type(error).__name__
        raise BusError(
            f"expected a NATS server at {_shown(url)}, found none ({found}); start nats-server -js"
        ) from None
    bus = NatsBus(client, name, clock)
    try:
        await bus.prepare()
    except (nats.errors.Error, TimeoutError) as error:
        await client.close()
        raise BusError(
            f"expected JetStream at {_shown(url)}, found: {type(error).__name__}; start nats-server with -js"
        ) from None
    return bus


class NatsBus:
    """One connection. name: of the engine that is followed; several may share a server."""

    def __init__(self, client: Client, name: str, clock: Clock) -> None:
        self._client, self._name, self._clock = client, name, clock
        self._listening: list[Subscription] = []
        self._stream_name = f"spxcc_{name}"
        self._js: JetStreamContext = client.jetstream(timeout=PATIENCE_S)
        self._leases: KeyValue | None = None
        self._last = self._held = 0

    async def prepare(self) -> None:
        """The stream, made where it is missing."""
        config = StreamConfig(
            name=self._stream_name, subjects=[f"spxcc.{self._name}.kept.>"], max_msgs_per_subject=KEPT_EACH,
            max_bytes=MOST_BYTES, storage=StorageType.FILE, allow_direct=True,
        )  # fmt: skip
        try:
            await self._js.stream_info(self._stream_name)
        except NotFoundError:
            await self._js.add_stream(config)

    async def begin_writing(self, term: int) -> None:
        """Write the term, unless a later one stands there; between two messages of an earlier writer, where need be."""
        try:
            await self.prepare()
            for _ in range(TRIES):
                info = await self._js.stream_info(self._stream_name)
                if await self._fence() > term:
                    raise Fenced("an engine of a later term writes")
                self._last = info.state.last_seq
                with suppress(Fenced):
                    await self._written(self._subject("fence"), str(term).encode())
                    return
        except (nats.errors.Error, TimeoutError, OSError) as error:
            raise BusError(f"the bus does not answer: {type(error).__name__}") from None
        raise BusError("an engine of an earlier term writes too fast; it is tried again")

    async def _fence(self) -> int:
        """The newest term that was written, 0 before the first."""
        try:
            found = await self._js.get_last_msg(self._stream_name, self._subject("fence"))
        except NotFoundError:
            return 0
        return int(found.data or b"0")

    async def put(self, message: Kept) -> None:
        """Write, as the one writer of the stream."""
        kind = "live" if isinstance(message, Live) else "whole"
        subject = self._subject(f"{kind}.{quote(message.channel, safe=':').replace('.', '%2E')}")
        try:
            await self._written(subject, packed(message))
        except (nats.errors.Error, TimeoutError, OSError) as error:
            raise BusError(f"the bus does not answer: {type(error).__name__}") from None

    async def _written(self, subject: str, body: bytes) -> None:
        try:
            done = await self._js.publish(subject, body, headers={EXPECTED: str(self._last)}, timeout=PATIENCE_S)
        except APIError as error:
            if error.err_code in (WRONG_LAST, 10070):
                raise Fenced("another engine has written") from None
            raise
        self._last = done.seq

    async def beat(self, beat: Beat) -> None:
        """A plain message."""
        await self._tell("beat", packed(beat))

    async def want(self, want: Want) -> None:
        """A plain message."""
        await self._tell("want", packed(want))

    async def _tell(self, what: str, body: bytes) -> None:
        if not self._client.is_connected:
            raise BusError("the bus is not connected")
        try:
            await self._client.publish(self._plain(what), body)
            await self._client.flush(timeout=1)
        except (nats.errors.Error, TimeoutError, OSError) as error:
            raise BusError(f"the bus does not answer: {type(error).__name__}") from None

    async def follow(self, take: Callable[[Kept], None], heard: Callable[[Beat], None]) -> None:
        """One ordered consumer, begun with the last of each subject."""

        async def taken(message: Msg) -> None:
            if not message.subject.endswith(".fence"):
                with suppress(ValueError):
                    take(kept_from(message.data))

        async def beaten(message: Msg) -> None:
            with suppress(msgspec.MsgspecError):
                heard(msgspec.json.decode(message.data, type=Beat))

        await self._js.subscribe(
            f"spxcc.{self._name}.kept.>", cb=taken, ordered_consumer=True, idle_heartbeat=HEARTBEAT_S,
            deliver_policy=DeliverPolicy.LAST_PER_SUBJECT,
        )  # fmt: skip
        await self._listen("beat", beaten)

    async def on_want(self, take: Callable[[Want], None]) -> None:
        """Hear what followers want."""

        async def wanted(message: Msg) -> None:
            with suppress(msgspec.MsgspecError):
                take(msgspec.json.decode(message.data, type=Want))

        await self._listen("want", wanted)

    async def ask(self, question: Question, patience_s: float) -> AsyncIterator[Piece]:
        """The pieces, one message each, to an inbox of its own."""
        inbox = self._client.new_inbox()
        pieces: asyncio.Queue[Msg] = asyncio.Queue()
        subscription = await self._client.subscribe(inbox, cb=pieces.put)
        try:
            await self._client.publish(self._plain("ask"), packed(question), reply=inbox)
            while True:
                async with asyncio.timeout(patience_s):
                    message = await pieces.get()
                if not message.data:
                    raise BusError("no engine answers; it is tried again with the next request")
                piece = msgspec.json.decode(message.data, type=Piece)
                yield piece
                if piece.last:
                    return
        except TimeoutError:
            raise BusError(f"no engine answered within {patience_s:g} s; try again") from None
        except (nats.errors.Error, OSError) as error:
            raise BusError(f"the bus does not answer: {type(error).__name__}") from None
        finally:
            with suppress(nats.errors.Error):
                await subscription.unsubscribe()

    async def answer(self, answerer: Answerer) -> None:
        """Each question in a task of its own."""
        under_way: set[asyncio.Task[None]] = set()

        async def answered(message: Msg) -> None:
            with suppress(msgspec.MsgspecError, nats.errors.Error):
                question = msgspec.json.decode(message.data, type=Question)
                async for piece in answerer(question):
                    await self._client.publish(message.reply, packed(piece))

        async def asked(message: Msg) -> None:
            task = asyncio.ensure_future(answered(message))
            under_way.add(task)
            task.add_done_callback(under_way.discard)

        await self._listen("ask", asked)

    async def acquire(self, ttl_s: float) -> int | None:
        """A key that ends by itself. The term is the machine's time, or just above the last one where that is later."""
        try:
            if self._leases is None:
                config = KeyValueConfig(bucket=f"spxcc_{self._name}_lease", ttl=ttl_s, history=1)
                self._leases = await self._js.create_key_value(config)
            self._held = await self._leases.create(LEADER, b"")
            await self.prepare()
            return max(self._clock.now() // NANOS_PER_MILLI, await self._fence() + 1)
        except (KeyWrongLastSequenceError, KeyNotFoundError):
            # Somebody has it, or it ended at this very moment.
            return None
        except (nats.errors.Error, TimeoutError, OSError) as error:
            # A bucket that is gone is made again.
            self._leases = None
            raise BusError(f"the bus does not answer: {type(error).__name__}") from None

    async def renew(self, term: int) -> bool:
        """The key goes on under a new revision."""
        if self._leases is None:
            return False
        try:
            self._held = await self._leases.update(LEADER, b"", last=self._held)
        except KeyWrongLastSequenceError:
            return False
        except (nats.errors.Error, TimeoutError, OSError) as error:
            raise BusError(f"the bus does not answer: {type(error).__name__}") from None
        return True

    async def release(self, term: int) -> None:
        """Delete the key."""
        if self._leases is not None:
            with suppress(nats.errors.Error, TimeoutError):
                await self._leases.delete(LEADER, last=self._held)

    async def close(self) -> None:
        """What was told has been sent."""
        with suppress(nats.errors.Error, TimeoutError, OSError):
            await self._client.close()

    async def quiet(self) -> None:
        """Answer and hear nothing any more."""
        listening, self._listening = self._listening, []
        for subscription in listening:
            with suppress(nats.errors.Error, OSError):
                await subscription.unsubscribe()

    async def _listen(self, what: str, take: Callable[[Msg], Awaitable[None]]) -> None:
        """The server knows of it when this returns."""
        self._listening.append(await self._client.subscribe(self._plain(what), cb=take))
        with suppress(nats.errors.Error, TimeoutError):
            await self._client.flush(timeout=5)

    def _subject(self, what: str) -> str:
        return f"spxcc.{self._name}.kept.{what}"

    def _plain(self, what: str) -> str:
        return f"spxcc.{self._name}.{what}"


def _shown(url: str) -> str | None:
    """Scheme, host and port, without all else; `None` where it is no address of a bus."""
    try:
        parts = urlsplit(url)
        port = parts.port or 4222
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.hostname}:{port}" if parts.scheme in ("nats", "tls") and parts.hostname else None


async def _ignored(error: Exception) -> None:
    """Losses show in what is awaited, and by silence; the library would print them."""
