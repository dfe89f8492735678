"""Numbers of the alerts."""

from dataclasses import replace

from spxcc.ui.screens.numbers.alerts import alert_numbers
from tests.fakes.alerts import alert_book
from tests.fakes.screens import make_frame
from tests.ui.screens.numbers.laws import hold


def test_f33_what_stood_when_an_alert_fired_and_how_often_it_did() -> None:
    found = hold(alert_numbers(replace(make_frame(), alerts=alert_book())))
    assert (found["screen.alerts.f1.price"].text, found["screen.alerts.f1.age"].text) == ("6,889.25", "40ms")
    assert found["screen.alerts.f1.late"].text == "120ms"
    assert found["screen.alerts.3.quiet"].text == "2"
    assert found["screen.alerts.set.count"].text == "3"
    assert list(alert_numbers(make_frame())) == []
