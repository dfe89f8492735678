"""What an engine hears of the others."""

import subprocess
import sys

from spxcc.engines.catalog import ENGINES
from spxcc.engines.engine import Asked, ResultKey, Run, Upstream, later
from tests.fakes.snapshots import make_snapshot


def test_a_result_is_found_by_its_key_and_else_absent() -> None:
    upstream = Upstream({"levels": 7})
    key, other = ResultKey[int]("levels"), ResultKey[int]("gex")
    assert upstream.get(key) == 7
    assert upstream.get(other) is None


def test_an_explanation_is_imported_when_it_is_asked_for() -> None:
    explain = later("tests.engines.echo:explain")
    sys.modules.pop("tests.engines.echo", None)
    assert "tests.engines.echo" not in sys.modules
    run: Run[str, None] = Run(make_snapshot(), "result", None)
    assert explain(run, Asked("a:b", "path")) is None
    assert sys.modules["tests.engines.echo"].asked == [("a:b", "path")]


def test_every_engine_of_the_catalogue_explains_and_none_is_imported_for_it_at_the_start() -> None:
    assert [engine.key.name for engine in ENGINES if engine.explain is None and (*engine.channels, *engine.spare)] == []
    named = "[one for one in sys.modules if 'explain' in one or 'provenance' in one]"
    code = f"import sys, spxcc.engines.catalog; print({named})"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
