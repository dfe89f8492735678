"""Lower bounds and our distance from them."""

from spxcc.runtime.bench.limits import limit_figures


def test_every_path_has_its_bound_and_stands_above_it() -> None:
    found = {one.name: one for one in limit_figures(True)}
    apart = {name: one for name, one in found.items() if name.endswith(", ours over it")}
    assert len(apart) == 6
    for name, one in apart.items():
        assert found[name.removesuffix(", ours over it")].unit == "µs"
        assert one.median > 1.0
    assert found["limits: memory"].unit == "GB/s"
    assert found["limits: a send"].median > 0.0
    assert found["limits: a write to a terminal"].median > 0.0
