"""One websocket connection without its bytes: greeting, login, subscriptions with one acknowledgement each."""

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Literal, TypeAlias

import msgspec

from spxcc.feeds.massive.frames import Message, Status, read_frame
from spxcc.feeds.massive.params import StreamRules
from spxcc.feeds.massive.reconnect import Ending

Stage: TypeAlias = Literal["greeting", "login", "ready", "ended"]
_SUBSCRIBED, _UNSUBSCRIBED = "subscribed to: ", "unsubscribed to: "


class StreamSession:
    """Frames in, messages out; `outgoing` gives what is to be sent, `check` whether the connection must end.

    Seconds by a clock that never runs backwards. Nothing counts as subscribed before its own acknowledgement.
    """

    def __init__(self, key: str, rules: StreamRules, now: float) -> None:
        self._key = key
        self._rules = rules
        self._begun = now
        self._login_sent = False
        self._wanted: frozenset[str] = frozenset()
        self._asked: dict[str, float] = {}
        self._acked: set[str] = set()
        self._reported: set[str] = set()
        self._heard_data = now
        self.stage: Stage = "greeting"
        self.ending: Ending | None = None
        self.ready_at: float | None = None
        self.bad: Counter[str] = Counter()
        self.refusals = 0

    @property
    def acked(self) -> frozenset[str]:
        """Parameters that the server confirmed."""
        return frozenset(self._acked)

    def want(self, params: Iterable[str]) -> None:
        """All that shall be subscribed from now on."""
        self._wanted = frozenset(params)

    def heard(self, frame: str | bytes, now: float) -> list[Message]:
        """Messages with data, in their order; those of the connection are dealt with here."""
        messages, bad = read_frame(frame)
        self.bad += bad
        data: list[Message] = []
        for message in messages:
            if isinstance(message, Status):
                self._status(message, now)
            else:
                data.append(message)
        if data:
            self._heard_data = now
        return data

    def outgoing(self, now: float) -> list[str]:
        """What to send: the login once greeted, then what was not asked for yet, a topic at a time."""
        if self.stage == "login" and not self._login_sent:
            self._login_sent = True
            return [_action("auth", self._key)]
        if self.stage != "ready":
            return []
        gone = sorted(set(self._asked) - self._wanted)
        for param in gone:
            del self._asked[param]
            self._acked.discard(param)
            self._reported.discard(param)
        new = sorted(self._wanted - set(self._asked))
        self._asked |= dict.fromkeys(new, now)
        return [
            *(_action("unsubscribe", each) for each in self._messages(gone)),
            *(_action("subscribe", each) for each in self._messages(new)),
        ]

    def quiet_s(self, now: float) -> float:
        """Seconds since data were heard, 0 while none can be expected."""
        return now - self._heard_data if self.stage == "ready" and self._acked else 0.0

    def missing(self, now: float) -> tuple[str, ...]:
        """Parameters whose acknowledgement is overdue, each told once."""
        late = [
            param
            for param, at in self._asked.items()
            if param not in self._acked and param not in self._reported and now - at >= self._rules.ack_s
        ]
        self._reported.update(late)
        return tuple(late)

    def check(self, now: float, silence_s: float | None) -> Ending | None:
        """Why the connection must end, if it must. silence_s: longest silence of data, `None` = it may be silent."""
        if self.ending is not None:
            return self.ending
        if self.stage != "ready":
            if now - self._begun > self._rules.auth_s:
                self.ending = Ending("silent", 0, f"no login within {self._rules.auth_s:g} s")
        elif silence_s is None or not self._acked:
            self._heard_data = now
        elif now - self._heard_data > silence_s:
            self.ending = Ending("silent", 0, f"no data for {silence_s:g} s")
        return self.ending

    def stable(self, now: float) -> bool:
        """Whether it lasted long enough after the login to count as good."""
        return self.ready_at is not None and now - self.ready_at >= self._rules.stable_s

    def _status(self, message: Status, now: float) -> None:
        handler = _STATUS.get(message.status)
        if handler is not None:
            handler(self, message, now)

    def _greeted(self, message: Status, now: float) -> None:
        if self.stage == "greeting":
            self.stage = "login"

    def _admitted(self, message: Status, now: float) -> None:
        if self.stage == "login":
            self.stage, self.ready_at, self._heard_data = "ready", now, now

    def _answered(self, message: Status, now: float) -> None:
        if message.message.startswith(_SUBSCRIBED):
            param = message.message.removeprefix(_SUBSCRIBED).strip()
            if param in self._asked:
                self._acked.add(param)
                self._reported.discard(param)
        elif message.message.startswith(_UNSUBSCRIBED):
            self._acked.discard(message.message.removeprefix(_UNSUBSCRIBED).strip())

    def _refused(self, message: Status, now: float) -> None:
        # It names nothing; what it refused shows by the acknowledgement that stays out.
        self.refusals += 1

    def _ended(self, message: Status, now: float) -> None:
        self.stage = "ended"
        text = " ".join(message.message.split())[:120] or message.status
        self.ending = Ending(_ENDINGS[message.status], 0, text)

    def _messages(self, params: list[str]) -> list[str]:
        """Parameters joined, never two topics in one message, so that a refusal costs its own topic only."""
        size = self._rules.chunk
        found: list[str] = []
        for _, group in groupby(params, key=lambda param: param.partition(".")[0]):
            topic = list(group)
            found += (",".join(topic[at : at + size]) for at in range(0, len(topic), size))
        return found


_ENDINGS: dict[str, Literal["refused", "evicted", "forced", "slow", "closed"]] = {
    "auth_failed": "refused",
    "auth_timeout": "closed",
    "max_connections": "evicted",
    "force_disconnect": "forced",
    "slow_consumer": "slow",
}
_STATUS: dict[str, Callable[[StreamSession, Status, float], None]] = {
    "connected": StreamSession._greeted,
    "auth_success": StreamSession._admitted,
    "success": StreamSession._answered,
    "error": StreamSession._refused,
    **dict.fromkeys(_ENDINGS, StreamSession._ended),
}


def _action(action: str, params: str) -> str:
    return msgspec.json.encode({"action": action, "params": params}).decode()
