"""Alerts, latches, firings and mutes of several owners."""

from pathlib import Path

import msgspec

from spxcc.engines.alerts.parse import parse
from spxcc.engines.alerts.result import Alert, Fired, Latch
from spxcc.ledger.alerts import AlertLedger
from spxcc.ledger.database import open_database


def made(words: str) -> Alert:
    wish = parse(words)
    return Alert(id=0, condition=wish.condition, words=wish.words, once=wish.once, severity=wish.severity, created=1)


def firing(name: str, at: int = 5, alert: int = 1) -> Fired:
    return Fired(
        id=name, alert=alert, kind="touch", severity="info", words="touched", at=at, price=1.0, age_ms=2, subject="s"
    )


def test_numbers_count_up_and_are_never_used_again(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    database = open_database(path)
    ledger = AlertLedger(database, "live")
    assert [ledger.add("me", made("flip")).id for _ in range(2)] == [1, 2]
    assert ledger.remove("me", 2)
    assert not ledger.remove("me", 2)
    assert not ledger.remove("you", 1)
    database.close()
    again = AlertLedger(open_database(path), "live")
    assert again.add("you", made("touch 6880")).id == 3
    assert [(one.owner, one.alert.words) for one in again.everything()] == [("me", "flip"), ("you", "touch 6880")]


def test_a_firing_is_new_once_and_latches_stay(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = AlertLedger(open_database(path), "sim")
    ledger.add("me", made("flip"))
    latch = Latch(armed=True, seen="below", since=9, fired=5, count=1)
    assert ledger.settle("me", {1: latch}, [firing("a"), firing("b")]) == (firing("a"), firing("b"))
    again = AlertLedger(open_database(path), "sim")
    assert again.settle("me", {}, [firing("a"), firing("c", 6)]) == (firing("c", 6),)
    assert again.settle("you", {}, [firing("a")]) == (firing("a"),)
    assert again.everything()[0].latch == latch
    assert [one.id for one in again.fired("me")] == ["a", "b", "c"]
    assert [one.id for one in again.fired("me", 2)] == ["b", "c"]


def test_what_an_alert_said_later_than_an_instant_can_be_taken_back() -> None:
    ledger = AlertLedger(open_database(None), "sim")
    ledger.settle("me", {}, [firing("a", 5), firing("b", 6), msgspec.structs.replace(firing("c", 6), alert=2)])
    ledger.unsay("you", 1, 0)
    ledger.unsay("me", 1, 5)
    assert [one.id for one in ledger.fired("me")] == ["a", "c"]
    assert ledger.settle("me", {}, [firing("b", 6)]) == (firing("b", 6),)


def test_what_cannot_be_read_is_left_out_and_left_alone() -> None:
    database = open_database(None)
    ledger = AlertLedger(database, "sim")
    ledger.add("me", made("flip"))
    ledger.settle("me", {}, [firing("a"), firing("b")])
    database.write("INSERT INTO alerts (owner, realm, body, latch) VALUES ('you', 'sim', x'7b7d', x'7b7d')")
    database.write("UPDATE alerts_fired SET body = x'ff' WHERE id = 'a'")
    assert [one.owner for one in ledger.everything()] == ["me"]
    assert [one.id for one in ledger.fired("me")] == ["b"]
    assert database.rows("SELECT count(*) FROM alerts") == [(2,)]


def test_realms_do_not_see_each_other() -> None:
    database = open_database(None)
    live, sim = AlertLedger(database, "live"), AlertLedger(database, "sim")
    live.add("me", made("flip"))
    live.settle("me", {}, [firing("a")])
    assert sim.everything() == ()
    assert sim.fired("me") == ()
    assert not sim.remove("me", 1)
    assert sim.settle("me", {}, [firing("a")]) == (firing("a"),)


def test_acknowledged_once_by_id_or_all() -> None:
    ledger = AlertLedger(open_database(None), "live")
    ledger.settle("me", {}, [firing("a"), firing("b"), firing("c")])
    assert ledger.acknowledge("me", ["a", "nobody"]) == 1
    assert ledger.acknowledge("me", ["a"]) == 0
    assert ledger.acknowledge("you", None) == 0
    assert [one.acknowledged for one in ledger.fired("me")] == [True, False, False]
    assert ledger.acknowledge("me", None) == 2


def test_mute_is_of_one_owner() -> None:
    ledger = AlertLedger(open_database(None), "live")
    assert ledger.muted_until("me") is None
    ledger.mute("me", 7)
    ledger.mute("me", 9)
    assert ledger.muted_until("me") == 9
    assert ledger.muted_until("you") is None
