"""The server's half of one connection as a state machine: text and time in, effects out, no I/O.

`now` is monotonic seconds and drives every timer; `wall` is Unix seconds, which turn the end of a token into a deadline
once, so that a jump of the wall clock expires nobody.
"""

from collections import deque
from collections.abc import Callable
from typing import Literal, TypeAlias

from spxcc.protocol.codec import BadMessage, decode_client
from spxcc.protocol.codes import AuthCode, CloseCode, ErrorCode, retry_of
from spxcc.protocol.effects import (
    Admitted,
    AskCoach,
    Authenticate,
    Close,
    Effect,
    ResendChannels,
    RunCommand,
    RunQuery,
    Send,
    StartChannels,
    StopChannels,
)
from spxcc.protocol.identity import Identity
from spxcc.protocol.interests import Admit, Interests
from spxcc.protocol.limits import Limits, TokenBucket, Window
from spxcc.protocol.messages import (
    Ask,
    Auth,
    AuthExpiring,
    AuthOk,
    ClientMessage,
    Command,
    Error,
    Ping,
    Pong,
    Query,
    RequestId,
    ResyncRequest,
    Subscribe,
    Unsubscribe,
)
from spxcc.protocol.names import canonical_channel, in_snapshot_order, symbol_of_price

AUTH_RETRY_S = 30.0
"""When a token that could not be examined is worth another try: the issuer is asked no sooner."""

Phase: TypeAlias = Literal["waiting", "verifying", "open", "closed"]

AdmitFor: TypeAlias = Callable[[Identity, str], ErrorCode | None]
"""Whether somebody may subscribe to a canonical channel: `None`, or the code of the refusal."""


class ServerSession:
    """One connection. `admit(identity, channel)` says whether a canonical channel may be subscribed to."""

    def __init__(self, limits: Limits, admit: AdmitFor, now: float) -> None:
        self.limits = limits
        self.phase: Phase = "waiting"
        self.identity: Identity | None = None
        self.interests = Interests(limits.symbols, limits.channels)
        self._admit_for = admit
        self._bucket = TokenBucket(limits.msg_per_s, limits.burst, now)
        self._resyncs = Window(limits.resyncs, limits.resync_window)
        self._patience = TokenBucket(limits.errors / limits.error_window, limits.errors, now)
        self._now = now
        self._requests = 0
        self._queue: deque[ClientMessage] = deque()
        self._queued_bytes = 0
        self._auth_deadline: float | None = now + limits.auth_timeout
        self._notice_at: float | None = None
        self._ends_at: float | None = None
        self._renewal: RequestId | None = None
        self._renewing = False

    def begin(self, token: str | None, anonymous: Identity | None, now: float, wall: float) -> list[Effect]:
        """The connection opened with this token, or without one and `anonymous` may enter."""
        if token is not None:
            self.phase = "verifying"
            return [Authenticate(token)]
        return [] if anonymous is None else self.authenticated(anonymous, now, wall)

    def receive_text(self, text: str, now: float, wall: float) -> list[Effect]:
        """A text frame came in; before authentication it is kept and served after it."""
        if self.phase == "closed":
            return []
        self._now = now
        if not self._bucket.take(now):
            return self._limited("too many messages", self._bucket.wait())
        try:
            message = decode_client(text)
        except BadMessage as bad:
            return self._junk(bad.code, bad.message, bad.request_id)
        if self.phase == "open":
            return self._serve(message, now, wall)
        if isinstance(message, Auth) and self.phase == "waiting":
            self.phase = "verifying"
            return [Authenticate(message.token)]
        return self._keep(message, len(text))

    def authenticated(self, identity: Identity, now: float, wall: float) -> list[Effect]:
        """The token given last belongs to `identity`; `wall` in Unix seconds."""
        if self.phase == "closed":
            return []
        if self.identity is not None:
            return self._renewed(identity, now, wall)
        self.phase, self.identity, self._auth_deadline = "open", identity, None
        self._set_expiry(identity, now, wall)
        effects: list[Effect] = [Admitted(identity)]
        while self._queue and self.phase == "open":
            effects += self._serve(self._queue.popleft(), now, wall)
        return effects

    def auth_failed(self, code: AuthCode, reason: str) -> list[Effect]:
        """The token given last does not admit. A failed renewal leaves the old token in force."""
        if self.phase == "closed":
            return []
        if self.identity is not None and code != "forbidden":
            request_id, self._renewing = self._renewal, False
            return self._junk(code, reason, request_id)
        close = CloseCode.FORBIDDEN if code == "forbidden" else CloseCode.UNAUTHORIZED
        return self._end(code, reason, close, code)

    def auth_unavailable(self, reason: str) -> list[Effect]:
        """The token given last cannot be examined for now. A renewal may be tried again; the old token is in force."""
        if self.phase == "closed":
            return []
        wait_ms = round(AUTH_RETRY_S * 1000)
        if self.identity is not None:
            request_id, self._renewing = self._renewal, False
            return [Send(Error("unavailable", reason, "after", request_id, retry_after_ms=wait_ms))]
        return self._end("unavailable", reason, CloseCode.TRY_LATER, "authentication unavailable", wait_ms)

    def deadline(self) -> float | None:
        """When `expire` must be called next."""
        times = [at for at in (self._auth_deadline, self._notice_at, self._ends_at) if at is not None]
        return min(times) if times and self.phase != "closed" else None

    def expire(self, now: float) -> list[Effect]:
        """Carry out what is due."""
        if self.phase == "closed":
            return []
        if self._auth_deadline is not None and now >= self._auth_deadline:
            reason = f"no authentication within {self.limits.auth_timeout:g} s"
            return self._end("token_missing", reason, CloseCode.AUTH_TIMEOUT, "authentication timeout")
        if self._ends_at is not None and now >= self._ends_at:
            return self._end("token_expired", "the token has expired", CloseCode.UNAUTHORIZED, "token_expired")
        identity = self.identity
        if self._notice_at is None or now < self._notice_at or self._ends_at is None or identity is None:
            return []
        self._notice_at = None
        left = max(0.0, self._ends_at - self.limits.expiry_grace - now)
        return [Send(AuthExpiring(round(left * 1000), identity.expires_at or 0.0))]

    def request_done(self) -> None:
        """A question, query or command was answered."""
        self._requests = max(0, self._requests - 1)

    def close(self) -> None:
        """The connection is gone."""
        self.phase = "closed"
        self._queue.clear()

    def _keep(self, message: ClientMessage, size: int) -> list[Effect]:
        if len(self._queue) >= self.limits.queued or self._queued_bytes + size > self.limits.queued_bytes:
            return self._end("rate_limited", "too much before authentication", CloseCode.CAPACITY, "capacity")
        self._queue.append(message)
        self._queued_bytes += size
        return []

    def _serve(self, message: ClientMessage, now: float, wall: float) -> list[Effect]:
        match message:
            case Subscribe():
                return self._subscribe(message)
            case Unsubscribe():
                gone, freed = self.interests.remove(message.symbols, message.channels)
                return [StopChannels(message.id, gone.channels, gone.symbols, freed)]
            case ResyncRequest():
                return self._resync(message, now)
            case Auth():
                return self._renew(message)
            case Ping():
                bare = message.t is None and message.id is None
                return [Send(Pong() if bare else Pong(message.t, round(wall * 1000), message.id))]
            case Ask() | Query() | Command():
                return self._request(message)

    def _subscribe(self, message: Subscribe) -> list[Effect]:
        if message.interval_ms is not None and not 0 <= message.interval_ms <= 60_000:
            return self._junk("bad_request", "interval_ms must be from 0 to 60000", message.id)
        asked = self.interests.add(message.symbols, message.channels, self._admit())
        since = {canonical_channel(name) or name: position for name, position in message.since.items()}
        known = {name: position for name, position in since.items() if name in asked.names}
        return [
            StartChannels(
                message.id, asked.channels, asked.symbols, asked.names, asked.errors, known, message.interval_ms
            )
        ]

    def _resync(self, message: ResyncRequest, now: float) -> list[Effect]:
        names = [canonical_channel(entry) for entry in message.channels]
        own = self.interests.names
        if not names or any(name is None or name not in own for name in names):
            return self._junk("unknown_channel", "resync names channels that are subscribed to", message.id)
        if not self._resyncs.take("", now):
            return self._limited("too many resyncs", self._resyncs.wait("", now), message.id)
        return [ResendChannels(in_snapshot_order(name for name in names if name is not None))]

    def _renew(self, message: Auth) -> list[Effect]:
        if self._renewing:
            return self._limited("a renewal is under way", 1.0, message.id)
        self._renewing, self._renewal = True, message.id
        return [Authenticate(message.token)]

    def _renewed(self, identity: Identity, now: float, wall: float) -> list[Effect]:
        request_id, self._renewing = self._renewal, False
        if self.identity is None or identity.sub != self.identity.sub:
            return self._end("forbidden", "renewed by another user", CloseCode.FORBIDDEN, "other user")
        self.identity = identity
        self._set_expiry(identity, now, wall)
        return [Send(AuthOk(request_id, identity.expires_at)), *self._withdrawn(identity)]

    def _withdrawn(self, identity: Identity) -> list[Effect]:
        """What the renewed token does not open any more: told by channel, then stopped."""
        names = sorted(self.interests.names)
        lost = [name for name in names if self._admit_for(identity, name) == "forbidden_channel"]
        if not lost:
            return []
        gone, freed = self.interests.remove([symbol_of_price(name) or "" for name in lost], lost)
        told = [Error("forbidden_channel", "not open to this user any more", "never", channel=name) for name in lost]
        return [*map(Send, told), StopChannels(None, gone.channels, gone.symbols, freed)]

    def _request(self, message: Ask | Query | Command) -> list[Effect]:
        if isinstance(message, Ask) and len(message.text) > self.limits.ask_chars:
            return self._junk("too_long", f"at most {self.limits.ask_chars} characters", message.id)
        if self._requests >= self.limits.requests:
            return self._limited(f"at most {self.limits.requests} requests at once", 1.0, message.id)
        self._requests += 1
        match message:
            case Ask():
                return [AskCoach(message.id, message.text)]
            case Query():
                return [RunQuery(message.id, message.name, message.args)]
            case Command():
                return [RunCommand(message.id, message.name, message.args)]

    def _admit(self) -> Admit:
        identity = self.identity
        if identity is None:
            return lambda _: "forbidden_channel"
        return lambda channel: self._admit_for(identity, channel)

    def _set_expiry(self, identity: Identity, now: float, wall: float) -> None:
        if identity.expires_at is None:
            self._notice_at = self._ends_at = None
            return
        ends = now + identity.expires_at - wall
        self._notice_at = max(now, ends - self.limits.renewal_notice)
        self._ends_at = max(now, ends + self.limits.expiry_grace)

    def _junk(self, code: ErrorCode, message: str, request_id: RequestId | None) -> list[Effect]:
        error = Send(Error(code, message, retry_of(code), request_id))
        if self._patience.take(self._now):
            return [error]
        self.close()
        return [error, Close(CloseCode.PROTOCOL_ERRORS, "too many protocol errors")]

    def _limited(self, message: str, wait: float, request_id: RequestId | None = None) -> list[Effect]:
        error = Send(Error("rate_limited", message, "after", request_id, retry_after_ms=max(1, round(wait * 1000))))
        if self._patience.take(self._now):
            return [error]
        self.close()
        return [error, Close(CloseCode.CAPACITY, "rate")]

    def _end(
        self, code: ErrorCode, message: str, close: CloseCode, reason: str, wait_ms: int | None = None
    ) -> list[Effect]:
        self.close()
        retry_after = 1000 if close is CloseCode.CAPACITY else wait_ms
        return [Send(Error(code, message, retry_of(code), retry_after_ms=retry_after)), Close(close, reason)]
