"""Alerts at work: commands by identity, firing, telling, and a restart."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from spxcc.engines.alerts.result import AlertBook, Fired, Latch
from spxcc.engines.graph import StepResult
from spxcc.engines.price.result import PriceBoard
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import RequestError
from spxcc.ledger.alerts import AlertLedger
from spxcc.ledger.database import Failure, open_database
from spxcc.protocol.identity import Identity
from spxcc.runtime.alerts import MOST, AlertDesk, realm_of
from tests.fakes.clock import START, ManualClock
from tests.fakes.desk_data import price

ME, YOU = Identity("me"), Identity("you")
MINUTE = 60_000


class Run:
    """A desk over a file, its clock and what the hook was told."""

    def __init__(self, path: Path | None = None, mode: str = "sim", now: int = START) -> None:
        self.clock = ManualClock(now)
        self.hub = Hub("e1", self.clock.now)
        self.hooked: list[tuple[str, str, Fired]] = []
        self.database = open_database(path)
        ledger = AlertLedger(self.database, realm_of(mode))
        self.desk = AlertDesk(
            ledger, self.hub, self.clock.now, self.clock, mode, lambda *told: self.hooked.append(told)
        )

    def step(self, last: float, seconds: float = 300.0) -> None:
        """The market moves on."""
        self.clock.shift(seconds)
        now = self.clock.now()
        board = PriceBoard(prices=(price(last=last, at=now - 40_000_000),))
        self.desk.stepped(StepResult(results={"price": board}, ran=("price",)), now)

    async def do(self, name: str, who: Identity = ME, **args: Any) -> AlertBook:
        """A command or query."""
        handlers = {**self.desk.commands, **self.desk.queries}
        book = await handlers[name](who, args)
        assert isinstance(book, AlertBook)
        return book

    def events(self, owner: str = "me") -> list[dict[str, Any]]:
        """What went out on the owner's channel, newest last."""
        frames = self.hub.snapshot(f"alerts:{owner}")
        return [msgspec.json.decode(frame.payload, type=dict[str, Any])["data"] for frame in frames]

    def kinds(self, owner: str = "me") -> list[str]:
        """Names of the events."""
        return [one["event"] for one in self.events(owner)]


async def prices(run: Run, values: Sequence[float]) -> None:
    for value in values:
        run.step(value)


async def test_it_fires_once_tells_its_owner_and_the_hook() -> None:
    run = Run()
    await run.do("alert.add", words="cross below 6880")
    await prices(run, [6885, 6879, 6885, 6879])
    assert run.kinds() == ["added", "fired"]
    book = await run.do("alert.list")
    (fired,) = book.fired
    assert [row.status for row in book.rows] == ["fired"]
    assert fired.latency_ms == 40
    assert fired.price == 6879
    assert run.hooked == [("me", "sim", fired)]
    assert (await run.do("alert.list", YOU)) == AlertBook(realm="sim")
    assert run.events("you") == []


async def test_a_restart_neither_sends_again_nor_forgets(tmp_path: Path) -> None:
    first = Run(tmp_path / "ledger.db")
    await first.do("alert.add", words="cross below 6880")
    await first.do("alert.add", words="cross above 6890 each")
    await prices(first, [6885, 6879])
    again = Run(tmp_path / "ledger.db", now=first.clock.now())
    await prices(again, [6885, 6879])
    assert again.hooked == []
    assert again.kinds() == []
    book = await again.do("alert.list")
    assert [row.status for row in book.rows] == ["fired", "armed"]
    assert [one.alert for one in book.fired] == [1]


async def test_the_same_day_played_again_sends_nothing_again(tmp_path: Path) -> None:
    day = [6885.0, 6879.0, 6885.0, 6879.0]
    first = Run(tmp_path / "ledger.db")
    await first.do("alert.add", words="cross below 6880 each")
    await prices(first, day)
    assert len(first.hooked) == 2
    again = Run(tmp_path / "ledger.db")
    await prices(again, day)
    assert again.hooked == []
    assert len((await again.do("alert.list")).fired) == 2


async def test_one_that_is_armed_anew_speaks_again_on_a_day_that_was_played_before(tmp_path: Path) -> None:
    day = [6885.0, 6879.0, 6885.0, 6879.0]
    first = Run(tmp_path / "ledger.db")
    await first.do("alert.add", words="cross below 6880")
    await first.do("alert.add", words="touch 6884 each")
    await prices(first, day)
    told = [(one.alert, one.at) for _, _, one in first.hooked]
    again = Run(tmp_path / "ledger.db")
    await again.do("alert.rearm", id=1)
    await prices(again, day)
    assert [(one.alert, one.at) for _, _, one in again.hooked] == [one for one in told if one[0] == 1]
    assert {one.alert for one in (await again.do("alert.list")).fired if not one.acknowledged} == {1}


async def test_the_same_day_played_again_does_not_show_what_comes(tmp_path: Path) -> None:
    day = [6885.0, 6879.0, 6885.0, 6879.0]
    first = Run(tmp_path / "ledger.db")
    await first.do("alert.add", words="cross below 6880 each")
    await prices(first, day)
    assert len((await first.do("alert.list")).fired) == 2
    again = Run(tmp_path / "ledger.db")
    assert (await again.do("alert.list")).fired == ()
    await prices(again, day[:2])
    assert [one.acknowledged for one in (await again.do("alert.list")).fired] == [True]
    later = Run(tmp_path / "ledger.db", now=first.clock.now())
    assert len((await later.do("alert.list")).fired) == 2


async def test_alerts_of_the_real_market_do_not_fire_in_a_simulation(tmp_path: Path) -> None:
    live = Run(tmp_path / "ledger.db", "live")
    await live.do("alert.add", words="cross below 6880")
    await prices(live, [6885])
    for mode in ("sim", "replay"):
        other = Run(tmp_path / "ledger.db", mode)
        await prices(other, [6885, 6879])
        assert other.hooked == []
        assert (await other.do("alert.list")).rows == ()
    delayed = Run(tmp_path / "ledger.db", "delayed")
    await prices(delayed, [6879])
    assert len(delayed.hooked) == 1


async def test_what_the_feed_hands_over_before_its_start_is_history() -> None:
    run = Run()
    await run.do("alert.add", words="cross below 6880")
    run.step(6885)
    old = run.clock.now()
    run.clock.shift(3_600)
    board = PriceBoard(prices=(price(last=6879, at=old),))
    run.desk.stepped(StepResult(results={"price": board}, ran=()), old + 1_000_000_000)
    assert run.hooked == []


async def test_silence_is_told_and_so_is_an_expiry() -> None:
    run = Run()
    await run.do("alert.add", words="stale")
    await run.do("alert.add", words="touch 6880 for 1m")
    run.step(6885, 30)
    run.clock.shift(5)
    run.desk.silent("the feed sim is silent")
    run.step(6885, 30)
    run.step(6880, 1)
    assert run.kinds() == ["added", "added", "fired", "expired"]
    assert [row.status for row in (await run.do("alert.list")).rows] == ["armed", "expired"]


class Full(AlertLedger):
    """A ledger whose disk has no room for now."""

    full = False

    def settle(self, owner: str, latches: Mapping[int, Latch], fired: Iterable[Fired]) -> tuple[Fired, ...]:
        if self.full:
            raise Failure("database or disk is full")
        return super().settle(owner, latches, fired)


async def test_what_the_disk_does_not_take_is_told_once_and_kept_later(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    run = Run(tmp_path / "ledger.db")
    ledger = Full(run.database, "sim")
    run.desk = AlertDesk(
        ledger, run.hub, run.clock.now, run.clock, "sim", lambda *told: run.hooked.append(told)
    )  # fmt: skip
    await run.do("alert.add", words="cross below 6880")
    await run.do("alert.add", words="cross below 6870")
    await prices(run, [6885])
    ledger.full = True
    await prices(run, [6879, 6878])
    assert [one.words for _, _, one in run.hooked] == ["crossed below 6,880.00"]
    assert "could not be kept" in caplog.text
    assert (await run.do("alert.list")).fired == ()
    ledger.full = False
    await prices(run, [6869])
    assert [one.alert for _, _, one in run.hooked] == [1, 2]
    again = Run(tmp_path / "ledger.db", now=run.clock.now())
    await prices(again, [6885, 6860])
    assert again.hooked == []
    assert [one.alert for one in (await again.do("alert.list")).fired] == [1, 2]


async def test_one_that_expired_cannot_be_armed_again_and_ids_are_few() -> None:
    run = Run()
    await run.do("alert.add", words="touch 6880 for 1m")
    run.step(6885, 90)
    with pytest.raises(RequestError, match="add it anew"):
        await run.do("alert.rearm", id=1)
    with pytest.raises(RequestError, match="at most 50 ids"):
        await run.do("alert.ack", ids=["x"] * 51)


async def test_removed_rearmed_acknowledged_muted() -> None:
    run = Run()
    await run.do("alert.add", words="cross below 6880")
    await prices(run, [6885, 6879])
    book = await run.do("alert.rearm", id=1)
    assert [row.status for row in book.rows] == ["new"]
    run.step(6885, 5)
    run.step(6879, 5)
    assert len((await run.do("alert.list")).fired) == 2
    ids = [one.id for one in (await run.do("alert.list")).fired]
    assert [one.acknowledged for one in (await run.do("alert.ack", ids=ids[:1])).fired] == [True, False]
    assert all(one.acknowledged for one in (await run.do("alert.ack")).fired)
    muted = (await run.do("alert.mute")).muted_until
    assert muted == run.clock.now() // 1_000_000 + 15 * MINUTE
    assert (await run.do("alert.mute", minutes=0)).muted_until == run.clock.now() // 1_000_000
    assert (await run.do("alert.remove", id=1)).rows == ()
    await run.do("alert.ack")
    assert run.kinds()[-5:] == ["acknowledged", "acknowledged", "muted", "muted", "removed"]


@pytest.mark.parametrize(
    ("name", "args", "said"),
    [
        ("alert.add", {"words": "buy"}, "expected an alert such as"),
        ("alert.add", {}, "needs words"),
        ("alert.add", {"words": 5}, "needs words"),
        ("alert.add", {"words": "touch 6880"}, "is there already as \\[1\\]"),
        ("alert.remove", {"id": 9}, "no such alert"),
        ("alert.remove", {"id": "1"}, "no such alert"),
        ("alert.rearm", {}, "no such alert"),
        ("alert.ack", {"ids": "all"}, "needs ids"),
        ("alert.mute", {"minutes": -1}, "needs minutes"),
        ("alert.mute", {"minutes": True}, "needs minutes"),
    ],
)
async def test_what_cannot_be_done_says_so(name: str, args: dict[str, Any], said: str) -> None:
    run = Run()
    await run.do("alert.add", words="touch 6880")
    with pytest.raises(RequestError, match=said):
        await run.do(name, **args)


async def test_nobody_touches_the_alerts_of_another() -> None:
    run = Run()
    await run.do("alert.add", words="touch 6880")
    for name in ("alert.remove", "alert.rearm"):
        with pytest.raises(RequestError, match="no such alert of yours"):
            await run.do(name, YOU, id=1)


async def test_there_is_a_most() -> None:
    run = Run()
    for number in range(MOST):
        await run.do("alert.add", words=f"touch {6000 + number}")
    with pytest.raises(RequestError, match="at most 100"):
        await run.do("alert.add", words="touch 7000")


async def test_one_that_is_done_makes_room_and_what_it_said_stays() -> None:
    run = Run()
    await run.do("alert.add", words="cross below 6880")
    await prices(run, [6885, 6879])
    for number in range(MOST - 1):
        await run.do("alert.add", words=f"touch {6000 + number}")
    book = await run.do("alert.add", words="touch 7000")
    assert len(book.rows) == MOST
    assert 1 not in {row.alert.id for row in book.rows}
    assert [one.alert for one in book.fired] == [1]
    assert run.kinds()[-2:] == ["removed", "added"]


def test_realms_by_mode() -> None:
    assert [realm_of(mode) for mode in ("live", "delayed", "sim", "replay")] == ["live", "live", "sim", "replay"]
