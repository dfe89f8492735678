"""The controller protocol has a working fake."""

from spxcc.ui.controller import Controller
from tests.fakes.store import FakeController


def test_fake_is_a_controller() -> None:
    fake = FakeController(5_000_000)
    controller: Controller = fake
    pieces: list[tuple[str, bool]] = []
    controller.ask("flip?", lambda text, done: pieces.append((text, done)))
    controller.retry_now()
    assert controller.session_now_ms() == 5
    assert pieces[-1][1]
    assert (fake.questions, fake.retries) == (["flip?"], 1)
