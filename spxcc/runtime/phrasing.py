"""Other words for what the coach answers, by a language model of the user's choice; none is asked unless configured.

It is given linted sentences, one at a time, and nothing else. What it makes of one passes the same linter with the same
cites, or the sentence stays as it was and the refusal is counted and told.
"""

import logging
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Protocol

import msgspec

from spxcc.engines.coach.answer import Piece
from spxcc.engines.coach.lint import lint
from spxcc.runtime.config import Settings
from spxcc.runtime.errors import UserError

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)

TIMEOUT_S = 8.0
LONGEST = 2
"""A phrasing may be so many times as long as the sentence."""
TOKENS = 300
ORDER = (
    "Rephrase the sentence for a trader in plain English. Keep every number exactly as written and add none, in digits "
    "or in words. Keep a bracketed tag at its start. Do not add advice, causes, forecasts or opinions. "
    "Answer with the sentence alone."
)


class Model(Protocol):
    """Finds other words."""

    @property
    def name(self) -> str:
        """As it is told to the reader."""
        ...

    async def phrase(self, sentence: str) -> str:
        """Another sentence. Raises OSError or ValueError where there is none."""
        ...


class _Message(msgspec.Struct):
    content: str


class _Choice(msgspec.Struct):
    message: _Message


class _Completion(msgspec.Struct):
    choices: list[_Choice]


class Endpoint:
    """`POST {url}/chat/completions`, the request that all OpenAI-compatible servers know."""

    def __init__(self, client: "httpx.AsyncClient", url: str, model: str, key: str | None) -> None:
        self._client, self._url, self.name = client, url.rstrip("/"), model
        self._headers = {} if key is None else {"Authorization": f"Bearer {key}"}

    async def phrase(self, sentence: str) -> str:
        """As `Model`."""
        import httpx

        body = {
            "model": self.name,
            "temperature": 0,
            "max_tokens": TOKENS,
            "messages": [{"role": "system", "content": ORDER}, {"role": "user", "content": sentence}],
        }
        try:
            reply = await self._client.post(
                f"{self._url}/chat/completions", json=body, headers=self._headers, timeout=TIMEOUT_S
            )
            reply.raise_for_status()
        except httpx.HTTPError as error:
            raise OSError(f"the coach's model did not answer: {type(error).__name__}") from None
        try:
            choices = msgspec.json.decode(reply.content, type=_Completion).choices
        except msgspec.MsgspecError as error:
            raise ValueError(f"expected a completion, found: {error}") from None
        if not choices:
            raise ValueError("expected a completion, found none")
        return choices[0].message.content


class Phrasing:
    """model: `None` = sentences stay as they are. refused, failed: counts since the start."""

    def __init__(self, model: Model | None) -> None:
        self._model = model
        self.phrased = self.refused = self.failed = 0

    async def lines(self, pieces: Sequence[Piece]) -> AsyncIterator[str]:
        """The lines of an answer; at its end whose words they are and how many were refused."""
        if self._model is None:
            for piece in pieces:
                yield piece.line
            return
        before = (self.phrased, self.refused, self.failed)
        for piece in pieces:
            yield (await self._phrased(piece)).line if piece.fact else piece.line
        phrased, refused, failed = self.phrased - before[0], self.refused - before[1], self.failed - before[2]
        if phrased + refused + failed:
            yield f"(words by {self._model.name}: {phrased} kept, {refused} refused by the linter, {failed} failed)\n"

    async def _phrased(self, piece: Piece) -> Piece:
        assert self._model is not None, "lines asks only then"
        try:
            text = " ".join((await self._model.phrase(piece.text)).split())
        except (OSError, ValueError) as error:
            self.failed += 1
            log.warning("%s", error)
            return piece
        problems = refusals(text, piece)
        if problems:
            self.refused += 1
            log.info("the coach's model was refused: %s", problems[0])
            return piece
        self.phrased += 1
        return Piece(text, piece.cites, piece.channels, piece.tag, piece.limit_ms, piece.fact)


def refusals(text: str, piece: Piece) -> tuple[str, ...]:
    """Why `text` may not stand for the piece; empty = it may."""
    if not text or len(text) > LONGEST * len(piece.text) + 40:
        return ("empty or too long",)
    return lint(text, piece.cites, lambda channel: piece.limit_ms, tag=piece.tag)


def phrasing_of(settings: Settings, key: str | None) -> Phrasing:
    """As the settings say. Raises UserError for an address that is none."""
    if not settings.coach_url:
        return Phrasing(None)
    if not settings.coach_url.startswith(("http://", "https://")) or not settings.coach_model:
        raise UserError("expected coach_url as http(s)://… with a coach_model, found others; mend or clear both")
    # Only who has a model configured pays for the HTTP client's import.
    import httpx

    return Phrasing(Endpoint(httpx.AsyncClient(), settings.coach_url, settings.coach_model, key))
