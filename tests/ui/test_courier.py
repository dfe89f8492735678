"""The ladder."""

from spxcc.engines.alerts.result import AlertBook, Fired, Kind, Severity
from spxcc.ui.alert_options import AlertOptions
from spxcc.ui.courier import BELL_EVERY_MS, FLASH_MS, Courier, Delivery

NOW = 1_790_000_000_000


def firing(name: str, severity: Severity = "critical", kind: Kind = "flip") -> Fired:
    return Fired(
        id=name, alert=1, kind=kind, severity=severity, words="w", at=5, price=1.0, age_ms=2, subject="s"
    )  # fmt: skip


def book(*fired: Fired, muted_until: int | None = None) -> AlertBook:
    return AlertBook(realm="sim", fired=fired, muted_until=muted_until)


def ready(options: AlertOptions | None = None, still: bool = False) -> Courier:
    courier = Courier(options or AlertOptions(), still)
    assert courier.deliver(book(firing("old")), NOW, False) == Delivery()
    return courier


def test_what_fired_before_the_first_look_is_not_delivered_and_each_is_once() -> None:
    courier = ready()
    news = book(firing("old"), firing("a"))
    assert [one.id for one in courier.deliver(news, NOW, False).toasts] == ["a"]
    assert courier.deliver(news, NOW + 10_000, False) == Delivery()


def test_severities_go_as_far_as_they_are_routed() -> None:
    told = ready().deliver(book(firing("i", "info"), firing("s", "setup"), firing("c", "critical")), NOW, False)
    assert [one.id for one in told.toasts] == ["s", "c"]
    assert [one.id for one in told.notices] == ["c"]
    assert told.bell
    quiet = ready().deliver(book(firing("i", "info")), NOW, False)
    assert quiet == Delivery()


def test_the_bell_rings_once_in_three_seconds() -> None:
    courier = ready()
    rings = [courier.deliver(book(firing(f"n{step}")), NOW + step * 1_000, False).bell for step in range(7)]
    assert BELL_EVERY_MS == 3_000
    assert rings == [True, False, False, True, False, False, True]


def test_mute_and_quiet_hours_leave_what_is_on_the_screen() -> None:
    for told in (
        ready().deliver(book(firing("a"), muted_until=NOW + 1), NOW, False),
        ready().deliver(book(firing("a")), NOW, True),
        ready(AlertOptions(quiet="00:00-23:59")).deliver(book(firing("a")), NOW, False),
    ):
        assert told == Delivery(toasts=(firing("a"),))
    assert ready().deliver(book(firing("a"), muted_until=NOW), NOW, False).bell
    assert not ready(AlertOptions(bell=False)).deliver(book(firing("a")), NOW, False).bell


def test_the_title_flashes_for_a_moment_and_with_reduced_motion_never() -> None:
    courier = ready()
    courier.deliver(book(firing("a", "info"), firing("b", kind="print")), NOW, False)
    assert courier.flashing(NOW) == {"gex", "flow"}
    assert courier.flashing(NOW + FLASH_MS) == frozenset()
    still = ready(still=True)
    still.deliver(book(firing("a")), NOW, False)
    assert still.flashing(NOW) == frozenset()


def test_another_realm_is_another_run() -> None:
    courier = ready()
    live = AlertBook(realm="live", fired=(firing("x"),))
    assert courier.deliver(live, NOW, False) == Delivery()
