"""The stream log."""

import msgspec

from spxcc.client.debug import StreamLog
from tests.fakes.clock import START, ManualClock

SECRET = "plain-secret-without-shape"


def test_f23_lines_are_json_with_time_and_what_is_known() -> None:
    log = StreamLog(ManualClock())
    log.add("close", code=1011, reason=None)
    assert [msgspec.json.decode(line) for line in log.lines()] == [
        {"ts": START // 1_000_000, "event": "close", "code": 1011}
    ]


def test_f23_the_buffer_keeps_the_newest() -> None:
    log = StreamLog(ManualClock(), kept=2)
    for number in range(5):
        log.add("gap", number=number)
    assert [msgspec.json.decode(line)["number"] for line in log.lines()] == [3, 4]


def test_f23_secrets_are_redacted_in_memory_and_in_the_file() -> None:
    written: list[str] = []
    log = StreamLog(ManualClock(), sink=written.append)
    log.hide(SECRET)
    log.hide(None)
    log.add("refused", reason=f"server said {SECRET}", url=f"ws://h/?token={SECRET}")
    assert SECRET not in "".join([*log.lines(), *written])
    assert len(written) == 1
    assert log.clean(SECRET) == "***"
