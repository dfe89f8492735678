"""The measured app."""

from spxcc.runtime.bench.app import MeasuredApp, spent
from spxcc.ui.options import UiOptions
from tests.fakes.desk_data import full_desk


async def test_frames_are_counted() -> None:
    store, clock = full_desk()
    app = MeasuredApp(store, clock, UiOptions(fps=0))
    async with app.run_test(size=(100, 30)):
        app.frame()
        app.frame()
        assert app.frames == 2


def test_processor_time_only_rises() -> None:
    before = spent()
    assert sum(range(200_000)) > 0
    assert spent() > before
