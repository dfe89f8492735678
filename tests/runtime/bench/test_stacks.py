"""Sampled stacks."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from spxcc.runtime.bench.stacks import HOOK, STACKS, WANTED, begin, folded, place_of, sampled, stack_of, unfolded


def work(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_processor_time_is_counted_where_it_goes() -> None:
    before = signal.getsignal(signal.SIGPROF)
    with sampled(0.001) as found:
        work(0.05)
    assert signal.getsignal(signal.SIGPROF) is before
    own = sum(count for stack, count in found.items() if stack[-1].endswith("test_stacks.py:work"))
    assert own > 0.5 * sum(found.values()) > 5


def test_folded_lines_are_read_back() -> None:
    stacks = {("a:f", "b:g"): 3, ("a:f",): 1}
    assert folded(stacks) == "a:f 1\na:f;b:g 3\n"
    assert unfolded(folded(stacks)) == stacks
    with pytest.raises(ValueError, match="invalid literal"):
        unfolded("a:f;b:g often")


def test_a_place_begins_with_its_package() -> None:
    assert place_of("/a/spxcc/b/spxcc/ui/app.py") == "spxcc/ui/app.py"
    assert place_of("/usr/lib/python3/json/decoder.py") == "json/decoder.py"
    assert stack_of(sys._getframe())[-1].endswith("test_a_place_begins_with_its_package")
    assert stack_of(None) == ()


def test_whoever_is_killed_has_left_most_of_its_stacks(tmp_path: Path) -> None:
    (tmp_path / HOOK[0]).write_text(HOOK[1])
    code = """
import time
until = time.process_time() + 0.3
while time.process_time() < until:
    pass
print("there", flush=True)
time.sleep(60)
"""
    given = {**os.environ, "PYTHONPATH": str(tmp_path), STACKS: str(tmp_path), WANTED: "a name"}
    command = (sys.executable, "-c", code, "a name")
    with subprocess.Popen(command, env=given, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"there\n"
        process.kill()
    (file,) = tmp_path.glob("*.folded")
    assert file.stem == str(process.pid)
    assert sum(unfolded(file.read_text(encoding="utf-8")).values()) >= 20


@pytest.mark.parametrize(("folder", "wanted"), [(False, "python"), (True, None), (True, "another")])
def test_nobody_is_sampled_who_was_not_asked_for(
    folder: bool, wanted: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in ((STACKS, str(tmp_path) if folder else None), (WANTED, wanted)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    before = signal.getsignal(signal.SIGPROF)
    begin(("python", "-c", "pass"))
    assert signal.getsignal(signal.SIGPROF) is before
