"""`spxcc gex`, as it is typed."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from spxcc.runtime.cli.gex import SCOPES, Price, Rate
from spxcc.runtime.cli.main import cli
from tests.engines.gex.methods.test_convention import quoted_chain
from tests.fakes.chain_file import write_chain
from tests.fakes.real_data import real_data

KEYS = (
    "symbol as_of spot spot_source rate net_gex call_gex put_gex gross_gex flip flips flip_reason call_wall put_wall "
    "dex vanna charm max_pain expected_move by_expiry by_strike scopes band coverage definition warnings"
)


def gex(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["gex", *map(str, arguments)])


def found(*arguments: str | Path) -> dict[str, Any]:
    result = gex(*arguments, "--json")
    assert result.exit_code == 0, result.output + result.stderr
    answer: dict[str, Any] = json.loads(result.output)
    return answer


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_chain(tmp_path_factory.mktemp("gex"), quoted_chain())


def test_f33_json_has_every_key_and_one_definition(path: Path) -> None:
    answer = found(path)
    assert [key for key in KEYS.split() if key not in answer] == []
    assert answer["as_of"] == "2026-01-14T10:30:00-05:00"
    assert (answer["symbol"], answer["spot"], answer["spot_source"], answer["rate"]) == ("SPX", 6000.0, "index", 0.0425)
    assert answer["net_gex"] == pytest.approx(answer["call_gex"] + answer["put_gex"])
    assert answer["net_gex"] == pytest.approx(sum(row["net"] for row in answer["by_expiry"]), rel=1e-9)
    assert answer["call_wall"]["definition"] == answer["put_wall"]["definition"] == "net"
    assert answer["call_wall"]["strike"] > 6000 > answer["put_wall"]["strike"]
    assert "SPXW 2026-01-14" in answer["max_pain"]
    assert "profile" not in answer


def test_the_table_says_the_number_its_band_the_flip_and_coverage(path: Path) -> None:
    result = gex(path)
    assert result.exit_code == 0
    for word in (
        "net GEX",
        "p10 … p90",
        "flip",
        "walls",
        "scopes",
        "by expiry",
        "max pain",
        "expected move",
        "coverage",
    ):
        assert word in result.output
    assert "spxcc-gex/" in result.output
    assert "\x1b[" not in result.output


def test_the_profile_comes_when_asked_for(path: Path) -> None:
    assert len(found(path, "--profile")["profile"]) > 100
    assert "profile: net GEX by price" in gex(path, "--profile").output


def test_vanna_and_charm_come_beside_the_profile(path: Path) -> None:
    answer = found(path, "--profile")
    rows = answer["sensitivities"]
    assert [row["price"] for row in rows] == [level for level, _ in answer["profile"]]
    spot = min(rows, key=lambda row: abs(row["price"] - answer["spot"]))
    assert spot["vanna"] == pytest.approx(answer["vanna"], rel=2e-2)
    assert "sensitivities" not in found(path)


def test_another_sign_model_is_named(path: Path) -> None:
    answer = found(path, "--sign-model", "all-short")
    assert answer["net_gex"] == pytest.approx(-answer["gross_gex"])
    assert "sign model all-short" in answer["definition"]


def test_f33_a_sign_model_for_single_expirations(path: Path) -> None:
    answer = found(path, "--sign-override", "2026-01-14=all-short", "--sign-override", "2026-01-15=moneyness")
    assert "sign model standard, 2026-01-14 all-short, 2026-01-15 moneyness" in answer["definition"]
    assert answer["net_gex"] != found(path)["net_gex"]


def test_f33_without_prints_the_flow_signed_model_is_refused_with_the_reason(path: Path) -> None:
    result = gex(path, "--sign-model", "flow-signed")
    assert result.exit_code == 1
    assert "sign model flow-signed: no print of today with a known side" in result.output


@pytest.mark.parametrize("method", ["gflows", "perfiliev"])
def test_other_methods_name_their_conventions(path: Path, method: str) -> None:
    answer = found(path, "--method", method, "--profile")
    assert (answer["method"], answer["definition"].split(":")[0]) == (method, method)
    assert answer["net_gex"] == pytest.approx(answer["call_gex"] + answer["put_gex"])
    assert answer["band"] is None
    assert len(answer["profile"]) == (300 if method == "gflows" else 60)
    assert f"{method}: calls +" in gex(path, "--method", method).output


def test_f33_the_difference_ends_at_our_number(path: Path) -> None:
    answer = found(path, "--explain-difference")
    for steps in answer["difference"].values():
        assert steps[-1]["net_gex"] == answer["net_gex"]
        assert steps[-1]["flip"] == answer["flip"]
        assert sum(step["net_change"] or 0 for step in steps) == pytest.approx(
            answer["net_gex"] - steps[0]["net_gex"], abs=1.0
        )
    assert set(answer["difference"]) == {"gflows", "perfiliev"}
    text = gex(path, "--explain-difference").output
    assert "from gflows to spxcc" in text
    assert "settlement: all at 16:00" in text


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["/nonexistent/chain.csv"], "unreadable"),
        (["{path}", "--as-of", "noon"], "expected an ISO time"),
        (["{path}", "--as-of", "2226-01-14T12:00-05:00"], "--as-of: expected a date from"),
        (["{path}", "--sign-override", "2026-01-14"], "expected a sign override such as"),
        (["{path}", "--sign-override", "friday=all-short"], "expected the expiry date"),
        (["{path}", "--sign-override", "2026-01-14=x"], "one of standard, all-short, flow-signed, moneyness"),
        (["{undated}"], "give the time with --as-of"),
        (["{bars}"], "expected an option chain"),
        (["{cut}"], "no_rows"),
    ],
)
def test_bad_input_is_one_sentence(path: Path, tmp_path: Path, arguments: list[str], expected: str) -> None:
    places = {
        "path": path,
        "undated": write_chain(tmp_path, quoted_chain(), "undated.csv", "no date"),
        "bars": tmp_path / "spx_1min.csv",
        "cut": tmp_path / "cut.csv",
    }
    rows = (f"2026-01-14T09:{minute}:00-05:00,1,1,1,1,0" for minute in range(30, 50))
    places["bars"].write_text("\n".join(["timestamp,open,high,low,close,volume", *rows, ""]))
    places["cut"].write_text("\n".join(path.read_text().splitlines()[:4]))
    result = gex(*(argument.format(**places) for argument in arguments))
    assert result.exit_code == 2
    assert result.stderr.startswith("spxcc: ")
    assert len(result.stderr.strip().splitlines()) == 1
    assert expected in result.stderr


def test_a_gate_that_refuses_is_a_reason_and_exit_code_1(path: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.csv"
    cut.write_text(path.read_text()[:-40])
    result = gex(cut)
    assert result.exit_code == 1
    assert "no exposures: the chain is incomplete" in result.output
    assert "(first line 609: expected 22 columns, found 13)" in result.output
    answer = json.loads(gex(cut, "--json").output)
    assert (answer["net_gex"], answer["flip"]) == (None, None)
    assert "incomplete" in answer["reason"]


@pytest.mark.parametrize("option", ["--rate=0.5", "--rate=abc", "--rate=nan", "--spot=0", "--spot=nan", "--scope=x"])
def test_numbers_that_mean_nothing_are_usage_errors(path: Path, option: str) -> None:
    result = gex(path, option)
    assert result.exit_code == 2
    assert "Usage:" in result.stderr


def test_rates_are_fractions_or_per_cent() -> None:
    for text in ("0.0425", "4.25%", "4.25", " 4.25 %"):
        assert Rate().convert(text, None, None) == pytest.approx(0.0425)
    assert Rate().convert("-0.5%", None, None) == pytest.approx(-0.005)
    assert Price().convert("5975.38", None, None) == 5975.38


def test_every_scope_of_the_engine_can_be_asked_for(path: Path) -> None:
    assert set(found(path)["scopes"]) <= set(SCOPES)


def test_neither_textual_nor_pandas_is_imported(path: Path) -> None:
    code = "import sys\nfrom spxcc.runtime.cli.main import main\n"
    code += f"try: main(['gex', {str(path)!r}, '--profile', '--explain-difference'])\nexcept SystemExit: pass\n"
    code += "print([name for name in ('textual', 'pandas', 'scipy', 'websockets') if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"


@pytest.mark.real_data
def test_f33_published_methods_from_the_file() -> None:
    chain = real_data("chains/spx_2022-12-12_2030ET.csv.gz")
    gflows, perfiliev = found(chain, "--method", "gflows"), found(chain, "--method", "perfiliev")
    assert gflows["flip"] == pytest.approx(4001.8215, abs=5e-5)
    assert gflows["net_gex"] / 1e9 == pytest.approx(-1.9659, abs=5e-5)
    assert perfiliev["flip"] == pytest.approx(4013.95, abs=0.05)
    assert gflows["as_of"] == "2022-12-12T16:15:00-05:00"


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("spx_2022-12-12_truncated.csv.gz", 1, "line 9566: expected 22 columns"),
        ("spx_2022-09-13_reexported.csv.gz", 2, "no such line; give the time with --as-of"),
        ("spy_2023-06-05_corrupt-date.csv.gz", 2, "4 June 4"),
        ("spx_2022-03-23_1011GMT-4_spanish-date.csv.gz", 0, "as of 2022-03-23 09:56 ET"),
        ("spy_2022-07-12_cdn-delayed_quotes.json.gz", 0, "spot 380.66 (parity)"),
        ("xsp_2023-09-14_1630ET.csv.gz", 0, "XSP  as of 2023-09-14 16:15 ET"),
    ],
)
def test_real_files_good_and_bad(name: str, code: int, expected: str) -> None:
    result = gex(real_data(f"chains/{name}"))
    assert result.exit_code == code
    assert expected in result.output + result.stderr
