"""A recorded session must say again what it said, elsewhere too."""

import subprocess
from pathlib import Path

import msgspec
import pytest

from spxcc.runtime.errors import UserError
from spxcc.runtime.verify import Verdict, elsewhere, run
from tests.fakes.recorded import session_file


def test_a_file_without_a_digest_or_of_another_kind_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.spxcc").write_text("junk")
    with pytest.raises(UserError, match="another kind of file"):
        run(tmp_path / "a.spxcc", lambda _: None)
    session_file(tmp_path / "b.spxcc", 0)
    with pytest.raises(UserError, match="expected a digest"):
        run(tmp_path / "b.spxcc", lambda _: None)


def test_f56_other_time_zones_locales_and_pythons_are_asked_and_what_is_missing_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, dict[str, str]]] = []
    same = msgspec.json.encode({"verdicts": [Verdict(where="here", ok=True, frames=3, digest="d")]})

    def answer(command: list[str], env: dict[str, str], **_: object) -> subprocess.CompletedProcess[bytes]:
        asked.append((command[0], env))
        if "-c" in command:
            return subprocess.CompletedProcess(command, 1, b"", b"no module")
        return subprocess.CompletedProcess(command, 0, same, b"")

    monkeypatch.setattr(subprocess, "run", answer)
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}" if name == "python3.15" else None)
    found = list(elsewhere(Path("a.spxcc")))
    assert [(one.where, one.ok) for one in found[:2]] == [
        ("other time zone and locale", True), ("other hash seed", True)
    ]  # fmt: skip
    assert found[2].ok is None
    assert "not installed for python3.15" in found[2].why
    assert [env["TZ"] for _, env in asked[:2]] == ["Asia/Kolkata", "America/Los_Angeles"]
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert list(elsewhere(Path("a.spxcc")))[-1].why == "no other Python is on the PATH"


def test_a_child_that_fails_differs_with_its_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess(["x"], 2, b"", b"one\nspxcc: the file is cut\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    found = next(elsewhere(Path("a.spxcc")))
    assert (found.ok, found.why) == (False, "spxcc: the file is cut")
