"""Pytest inside a copied tree: `python -m tests.mutants.inside NODE…`, run with the copy as working directory.

Ends with `FOREIGN` where another tree's package would be tested, else with `BASE` plus pytest's exit code, so that an
interpreter that dies is not taken for a failed test. Failing examples are looked for in a fixed order and not shrunk:
a kill is the same every time, and quick.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

FOREIGN = 70
BASE = 100


class Quick:
    """A pytest plugin: how hypothesis looks for examples."""

    def pytest_configure(self) -> None:
        """Once pytest is ready to import it."""
        from hypothesis import Phase, settings

        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutants", derandomize=True, database=None, deadline=None, phases=phases)
        settings.load_profile("mutants")


def own(package: str) -> bool:
    """Whether `package` would come from the working directory."""
    spec = find_spec(package)
    return spec is not None and spec.origin is not None and Path(spec.origin).is_relative_to(Path.cwd())


def main(nodes: list[str]) -> int:
    """Run them; the first failure ends it."""
    if not all(own(package) for package in ("spxcc", "tests")):
        return FOREIGN
    options = ["-x", "-q", "-p", "no:cacheprovider", "--tb=line", "-m", ""]
    return BASE + int(pytest.main([*options, *nodes], plugins=[Quick()]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
