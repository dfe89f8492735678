"""Questions to a scripted vendor."""

import asyncio
from typing import Any

import httpx
import pytest

from spxcc.feeds.massive import endpoints
from spxcc.feeds.massive.client import Question
from spxcc.feeds.massive.params import BreakerRules, CallLimits
from spxcc.feeds.massive.rows import MarketNow, OptionRow
from spxcc.feeds.massive.trouble import Trouble
from tests.fakes.clock import settle
from tests.feeds.massive.vendor import KEY, URL, Bench, answers, finished, option_row, page, tickers

WHERE = Question("/v3/snapshot/options/I:SPX", {"limit": "250"})
ROWS = [option_row(ticker) for ticker in tickers(range(5950, 6050, 5))]


def paged(sizes: list[int]) -> Any:
    """ROWS in pages of these sizes; the cursor is the number of the page."""

    def handler(request: httpx.Request) -> httpx.Response:
        at = int(request.url.params.get("cursor", "0"))
        first = sum(sizes[:at])
        following = f"https://other.example/v3/snapshot/options/I:SPX?cursor={at + 1}" if at + 1 < len(sizes) else None
        return httpx.Response(200, content=page(ROWS[first : first + sizes[at]], following))

    return handler


async def collect(bench: Bench, **more: Any) -> Any:
    return await finished(bench.clock, asyncio.ensure_future(bench.client.collect(WHERE, OptionRow, **more)))


async def test_f32_all_pages_are_one_snapshot_whatever_their_size() -> None:
    whole = await collect(Bench(paged([40])))
    for sizes in ([1] * 40, [7, 7, 7, 7, 7, 5], [39, 1], [0, 40], [40, 0]):
        bench = Bench(paged(sizes))
        found = await collect(bench)
        assert found.rows == whole.rows
        assert (found.pages, found.whole, found.trouble) == (len(sizes), True, None)
        assert {request.url.host for request in bench.asked} == {httpx.URL(URL).host}, "the key goes nowhere else"
        assert {request.headers["authorization"] for request in bench.asked} == {f"Bearer {KEY}"}


async def test_f32_a_page_that_fails_leaves_a_part_that_says_so() -> None:
    good = paged([10, 10, 10, 10])

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(400) if request.url.params.get("cursor") == "2" else good(request)

    found = await collect(Bench(handler))
    assert (len(found.rows), found.pages, found.whole) == (20, 3, False)
    assert found.trouble.found == "HTTP status 400"


async def test_a_first_page_that_fails_is_trouble() -> None:
    with pytest.raises(Trouble, match="HTTP status 400"):
        await collect(Bench(answers(httpx.Response(400))))


async def test_f32_pages_in_a_circle_end_with_what_there_is() -> None:
    circle = "https://h/v3/snapshot/options/I:SPX?cursor=1"
    bench = Bench(answers(httpx.Response(200, content=page(ROWS[:2], circle))))
    found = await collect(bench)
    assert (len(bench.asked), found.whole) == (2, False)
    assert "already read" in found.trouble.found
    assert bench.client.counts.astray == 1


@pytest.mark.parametrize("body", [b"", b"\x00\xff not json", b'{"results":5}', page(ROWS)[:99]])
async def test_f32_good_answers_that_make_no_sense_are_counted(body: bytes) -> None:
    bench = Bench(answers(httpx.Response(200, content=body)))
    with pytest.raises(Trouble, match=r"cannot be read|no list"):
        await collect(bench)
    with pytest.raises(Trouble):
        await finished(bench.clock, asyncio.ensure_future(bench.client.plain(endpoints.MARKET_NOW, MarketNow)))
    assert (bench.client.counts.unreadable, bench.client.counts.failures) == (2, 0)


async def test_f32_no_more_pages_than_asked_for() -> None:
    bench = Bench(paged([10, 10, 10, 10]))
    found = await collect(bench, most=2)
    assert (len(bench.asked), len(found.rows), found.whole) == (2, 20, False)


async def test_rows_that_were_not_asked_for_are_left_out_and_counted() -> None:
    bench = Bench(paged([20, 20]))
    found = await collect(bench, keep=lambda row: row.details.strike_price >= 6000)
    assert (len(found.rows), found.bad) == (20, {"not asked for": 20})


@pytest.mark.parametrize(
    "trouble", [httpx.Response(503), httpx.Response(429), httpx.ConnectError("no"), httpx.ReadTimeout("slow")]
)
async def test_f32_what_passes_is_asked_again(trouble: Any) -> None:
    bench = Bench(answers(trouble, trouble, httpx.Response(200, content=page(ROWS[:2]))))
    assert len((await collect(bench)).rows) == 2
    assert (bench.client.counts.calls, bench.client.counts.retries, bench.client.counts.failures) == (3, 2, 2)


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_f32_what_does_not_pass_is_asked_once(status: int) -> None:
    bench = Bench(answers(httpx.Response(status)))
    with pytest.raises(Trouble):
        await collect(bench)
    assert len(bench.asked) == 1


async def test_f32_retry_after_holds_every_question() -> None:
    bench = Bench(answers(httpx.Response(429, headers={"Retry-After": "7"}), httpx.Response(200, content=page([]))))
    first = asyncio.ensure_future(bench.client.ask(WHERE))
    await settle()
    second = asyncio.ensure_future(bench.client.ask(WHERE))
    await bench.clock.advance(6.9)
    assert (len(bench.asked), first.done(), second.done()) == (1, False, False)
    await bench.clock.advance(0.2)
    assert (first.done(), second.done()) == (True, True)


async def test_f32_after_failures_in_a_row_the_vendor_is_left_alone() -> None:
    rules = BreakerRules(failures=3, rest_s=5.0)
    bench = Bench(answers(*[httpx.Response(500)] * 3, httpx.Response(200, content=page([]))), breaker=rules)
    with pytest.raises(Trouble, match="500"):
        await collect(bench)
    assert bench.client.resting
    for _ in range(10):
        with pytest.raises(Trouble, match="HTTP status 500, again and again"):
            await bench.client.ask(WHERE)
    assert len(bench.asked) == 3
    await bench.clock.advance(5.0)
    await bench.client.ask(WHERE)
    assert not bench.client.resting


async def test_a_question_given_up_lets_the_next_one_find_out() -> None:
    rules = BreakerRules(failures=1, rest_s=5.0)
    limits = CallLimits(tries=1, per_minute=1, burst=1)
    bench = Bench(answers(httpx.Response(500), httpx.Response(200, content=page([]))), limits, rules)
    with pytest.raises(Trouble):
        await bench.client.ask(WHERE)
    await bench.clock.advance(5.0)
    waiting = asyncio.ensure_future(bench.client.ask(WHERE))
    await settle()
    waiting.cancel()
    await settle()
    assert await finished(bench.clock, asyncio.ensure_future(bench.client.ask(WHERE)), 200)


async def test_f32_the_plans_rate_is_kept() -> None:
    bench = Bench(answers(httpx.Response(200, content=page([]))), CallLimits(per_minute=5, burst=50))
    work = asyncio.gather(*(bench.client.ask(WHERE) for _ in range(8)))
    await settle()
    assert len(bench.asked) == 5
    await bench.clock.advance(12.0)
    assert len(bench.asked) == 6
    await finished(bench.clock, work)


async def test_the_header_of_a_simulator_is_seen_and_refused_where_data_must_be_real() -> None:
    said = httpx.Response(200, headers={"X-Sim": "seed=7"}, content=page([]))
    bench = Bench(answers(said))
    await bench.client.ask(WHERE)
    assert bench.client.counts.simulator == "seed=7"
    real = Bench(answers(said), allow_simulator=False)
    with pytest.raises(Trouble, match="the answer of a simulator"):
        await real.client.ask(WHERE)


async def test_the_parameters_go_as_they_are() -> None:
    bench = Bench(answers(httpx.Response(200, content=page([]))))
    await bench.client.page(endpoints.chain("I:SPX", {"expiration_date.gte": "2026-01-14"}), OptionRow)
    url = bench.asked[0].url
    assert (url.path, dict(url.params)) == (WHERE.path, {"limit": "250", "expiration_date.gte": "2026-01-14"})
    await bench.client.close()
    assert bench.http.is_closed
