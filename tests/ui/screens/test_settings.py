"""The settings screen."""

from spxcc.ui.options import UiOptions
from spxcc.ui.screens.settings import NAMES, setting_lines
from tests.fakes.screens import press, running, screen_text, texts


async def test_a_change_is_seen_at_once_and_saved() -> None:
    async with running((120, 40)) as (app, pilot, _, controller):
        await press(pilot, "comma")
        text = screen_text(app)
        assert "SPXCC_PALETTE" in text
        assert "8787" in text
        await press(pilot, "right")
        assert app.theme == "spxcc-cb"
        assert controller.saved == [("palette", "cb")]
        assert "saved palette" in screen_text(app)
        await press(pilot, "left")
        assert app.theme == "spxcc-classic"
        for _step in range(NAMES.index("density")):
            await press(pilot, "down")
        await press(pilot, "right")
        assert app.desk.state.dense
        assert controller.saved[-1] == ("density", "compact")
        await press(pilot, "escape")
        assert app.screen is app.desk


async def test_rows_that_cannot_be_changed_stay() -> None:
    async with running((120, 40)) as (_, pilot, __, controller):
        await press(pilot, "comma", "end", "right")
        assert controller.saved == []


def test_lines_name_value_meaning_and_origin() -> None:
    lines = texts(
        setting_lines(UiOptions(reduced_motion=True), (("port", "9", "flag"), ("fps", "20", "SPXCC_FPS")), 90)
    )
    assert len(lines) == len(NAMES) + 2
    assert "on" in next(line for line in lines if "reduced_motion" in line)
    assert next(line for line in lines if "fps" in line).endswith("SPXCC_FPS")
    assert lines[-1].split() == ["port", "9", "flag"]
    long = texts(
        setting_lines(UiOptions(), (("massive_calls_per_minute", "600", "default"), ("port", "9", "flag")), 90)
    )
    assert [line.split() for line in long[-2:]] == [
        ["massive_calls_per_minute", "600", "default"],
        ["port", "9", "flag"],
    ]


def test_alerts_are_said_a_row_a_setting() -> None:
    given = (("alerts", "info 2, setup 4, critical 6", "default"), ("port", "9", "flag"))
    lines = [" ".join(line.split()) for line in texts(setting_lines(UiOptions(), given, 90))]
    assert "alerts.info as far as the title default" in lines
    assert "alerts.critical as far as the command default" in lines
    assert "alerts.command none default" in lines
    assert not [line for line in lines if "critical 6" in line]
    assert lines[-1] == "port 9 flag"
