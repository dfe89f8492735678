"""Other words for the coach's sentences."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from spxcc.engines.coach.answer import Piece, pieces
from spxcc.runtime.config import Settings
from spxcc.runtime.errors import UserError
from spxcc.runtime.phrasing import Endpoint, Phrasing, phrasing_of, refusals
from tests.engines.coach.desks import NOW, Scene


class Canned:
    """Says what it was made with."""

    name = "canned"

    def __init__(self, say: Callable[[str], str]) -> None:
        self._say = say

    async def phrase(self, sentence: str) -> str:
        return self._say(sentence)


def facts() -> tuple[Piece, ...]:
    return pieces("price and the walls", Scene().results, NOW)


async def spoken(phrasing: Phrasing) -> list[str]:
    return [line async for line in phrasing.lines(facts())]


async def test_f48_without_a_model_the_sentences_stay_as_they_are() -> None:
    assert await spoken(Phrasing(None)) == [piece.line for piece in facts()]
    assert phrasing_of(Settings(), None).phrased == 0


async def test_f48_linted_words_are_shown_and_whose_they_are() -> None:
    phrasing = Phrasing(Canned(lambda sentence: sentence.replace("SPX", "The index SPX")))
    lines = await spoken(phrasing)
    assert lines[-1] == "(words by canned: 2 kept, 0 refused by the linter, 0 failed)\n"
    assert "The index SPX" in lines[0] or "The index SPX" in lines[1]


@pytest.mark.parametrize(
    "worse",
    [
        lambda sentence: sentence + " It is 80 % likely to hold.",
        lambda sentence: sentence.replace("6,000.0", "6,001.0").replace("6,050", "6,051"),
        lambda sentence: sentence + " Dealers are defending it.",
        lambda sentence: sentence + " Buy calls here.",
        lambda sentence: sentence + " A bullish sign.",
        lambda sentence: sentence + " Some sixty points remain.",
        lambda sentence: sentence + " ٣ touches.",
        lambda sentence: sentence.removeprefix("[mode unknown] "),
        lambda sentence: "",
        lambda sentence: sentence * 5,
    ],
)
async def test_f48_what_the_linter_refuses_is_not_shown_and_is_counted(worse: Callable[[str], str]) -> None:
    phrasing = Phrasing(Canned(worse))
    lines = await spoken(phrasing)
    assert lines[:-1] == [piece.line for piece in facts()]
    assert phrasing.refused == 2
    assert "2 refused by the linter" in lines[-1]


async def test_f48_a_model_that_fails_changes_nothing() -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        return httpx.Response(500)

    client = httpx.AsyncClient(transport=httpx.MockTransport(broken))
    phrasing = Phrasing(Endpoint(client, "http://model/v1/", "m", "k"))
    assert (await spoken(phrasing))[:-1] == [piece.line for piece in facts()]
    assert phrasing.failed == 2
    await client.aclose()


async def test_the_request_is_the_usual_one_and_holds_the_sentence_alone() -> None:
    seen: list[Any] = []

    def reply(request: httpx.Request) -> httpx.Response:
        assert str(request.url) == "http://model/v1/chat/completions"
        assert request.headers["authorization"] == "Bearer k"
        seen.append(json.loads(request.content))
        return httpx.Response(200, json={"choices": [{"message": {"role": "assistant", "content": "Fine."}}]})

    client = httpx.AsyncClient(transport=httpx.MockTransport(reply))
    assert await Endpoint(client, "http://model/v1", "m", "k").phrase("SPX 6,000.") == "Fine."
    assert [message["content"] for message in seen[0]["messages"]][1] == "SPX 6,000."
    await client.aclose()


@pytest.mark.parametrize("body", [b"no", b"{}", b'{"choices": []}'])
async def test_an_answer_that_is_none_is_a_failure(body: bytes) -> None:
    client = httpx.AsyncClient(transport=httpx.MockTransport(lambda request: httpx.Response(200, content=body)))
    with pytest.raises(ValueError, match="expected a completion"):
        await Endpoint(client, "http://model/v1", "m", None).phrase("x")
    await client.aclose()


def test_half_a_configuration_is_told() -> None:
    with pytest.raises(UserError, match="coach_model"):
        phrasing_of(Settings(coach_url="http://x"), None)
    with pytest.raises(UserError, match="coach_url"):
        phrasing_of(Settings(coach_url="x", coach_model="m"), None)
    assert refusals("", facts()[0]) == ("empty or too long",)
