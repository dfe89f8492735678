"""The query `why`: a published number down to the contracts of the run that gave it."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from types import GenericAlias
from typing import Any

import msgspec

from spxcc.engines.engine import Asked, Engine, NoSuchNumber, Run
from spxcc.engines.why.plain import Told, explain_value, impairment
from spxcc.engines.why.result import Explanation, divided
from spxcc.gateway.access import Access
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import Parts, RequestError
from spxcc.gateway.topic import LatestValue
from spxcc.market.units import to_millis
from spxcc.protocol.channel import Channel, StateChannel
from spxcc.protocol.identity import Identity
from spxcc.protocol.names import canonical_channel
from spxcc.runtime.node import Node

QUERY = "why"
DEFAULT_CHANNEL = "gex:SPX"
LONGEST = 160
WAITING = 16
"""Questions under way or waiting, of all readers together."""
SHARE = 4
"""Of these, the most of one reader."""


class Why:
    """Handler of the query. args: `path`, `<channel>.<path in its value>`; without a channel it is of `gex:SPX`."""

    def __init__(self, node: Node, hub: Hub, engines: tuple[Engine[Any, Any], ...], access: Access) -> None:
        self._node = node
        self._hub = hub
        self._access = access
        self._engines = {channel.name: engine for engine in engines for channel in (*engine.channels, *engine.spare)}
        self._channels: dict[str, Channel] = {
            channel.name: channel for engine in engines for channel in (*engine.channels, *engine.spare)
        }
        self._one_at_a_time = asyncio.Semaphore(1)
        self._waiting: Counter[str] = Counter()

    async def __call__(self, identity: Identity, args: Mapping[str, Any]) -> Parts:
        """The explanation in parts, encoded. Raises RequestError."""
        channel, path = self.located(args.get("path"))
        if not self._access(identity, channel.name):
            raise RequestError("forbidden_channel", "this channel is not open to your tier")
        thread = await self._started(identity.sub, channel, path)
        try:
            return await asyncio.shield(thread)
        except NoSuchNumber as error:
            raise RequestError("bad_request", str(error)) from None

    async def _started(self, reader: str, channel: Channel, path: str) -> asyncio.Future[Parts]:
        """The thread at work, when it is this question's turn. Raises RequestError.

        A thread cannot be ended: the place of a question, and its turn, are kept until the thread is done, also when
        its reader has gone.
        """
        with ExitStack() as held:
            self._enter(reader)
            held.callback(self._leave, reader)
            await self._one_at_a_time.acquire()
            held.callback(self._one_at_a_time.release)
            source = self.source(channel)
            thread = asyncio.get_running_loop().run_in_executor(None, _answer, source, channel, path)
            kept = held.pop_all()
        thread.add_done_callback(lambda _: kept.close())
        return thread

    def _enter(self, reader: str) -> None:
        if self._waiting.total() >= WAITING or self._waiting[reader] >= SHARE:
            raise RequestError("rate_limited", "too many questions at once; ask again in a second")
        self._waiting[reader] += 1

    def _leave(self, reader: str) -> None:
        self._waiting[reader] -= 1
        if not self._waiting[reader]:
            del self._waiting[reader]

    def located(self, text: object) -> tuple[Channel, str]:
        """Channel and path in its value. Raises RequestError."""
        if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST:
            raise RequestError("bad_request", f"needs a path such as {DEFAULT_CHANNEL}.net_gex")
        head = text.strip()
        if ":" not in head and head.partition(".")[0] not in self._channels:
            head = f"{DEFAULT_CHANNEL}.{head}"
        ends = [at for at, sign in enumerate(head) if sign == "."] + [len(head)]
        for end in reversed(ends):
            name = canonical_channel(head[:end])
            if name is not None and name in self._channels:
                return self._channels[name], head[end + 1 :]
        raise RequestError("unknown_channel", f"no such channel; known: {', '.join(sorted(self._channels))}")

    def source(self, channel: Channel) -> "Source":
        """What is known of the channel now."""
        engine = self._engines[channel.name]
        run = self._node.runs.get(engine.key.name)
        return Source(engine, run, self._hub.latest(channel.name), self._hub.reason(channel.name))


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a channel at one moment: the run that was published last, and its value as it stands on it."""

    engine: Engine[Any, Any]
    run: Run[Any, Any] | None
    latest: LatestValue | None
    reason: str | None

    def explanation(self, channel: Channel, path: str) -> Explanation:
        """By the engine, else from the value alone. Raises NoSuchNumber, RequestError."""
        run, explain = self.run, self.engine.explain
        if explain is not None and run is not None:
            found = explain(run, Asked(channel.name, path, partial(self._published, channel)))
            if found is not None:
                return self._warned(found)
        if self.latest is None:
            raise RequestError("unavailable", self.reason or f"nothing on {channel.name} yet; ask again when there is")
        as_of = to_millis(self.latest.as_of or 0)
        told = Told(channel, self._published(channel), as_of, self.latest.stale, self.latest.reason)
        return explain_value(told, path)

    def _published(self, channel: Channel) -> Any:
        """The value as readers have it, or the list of its items; `None` before any."""
        if self.latest is None:
            return None
        kind = channel.type if isinstance(channel, StateChannel) else GenericAlias(list, (channel.item,))
        return msgspec.json.decode(self.latest.data_bytes, type=kind)

    def _warned(self, found: Explanation) -> Explanation:
        stale, reason = (False, self.reason) if self.latest is None else (self.latest.stale, self.latest.reason)
        return msgspec.structs.replace(found, warnings=(*impairment(stale, reason), *found.warnings))


def _answer(source: Source, channel: Channel, path: str) -> Parts:
    return Parts(msgspec.Raw(msgspec.json.encode(part)) for part in divided(source.explanation(channel, path)))
