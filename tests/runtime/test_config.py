"""Settings and their origins; secrets and their silence."""

from pathlib import Path

import pytest

from spxcc.runtime.config import load
from spxcc.runtime.errors import UserError
from spxcc.runtime.paths import Paths


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path, tmp_path, tmp_path)


def test_the_later_origin_wins_and_is_known(paths: Paths) -> None:
    paths.config_file.write_text('port = 9000\nfps = 10\norigins = ["https://a.example"]\n')
    config = load(paths, {"SPXCC_FPS": "30", "SPXCC_ORIGINS": "https://b.example,https://c.example"})
    assert (config.settings.port, config.settings.fps) == (9000, 30)
    assert config.settings.origins == ("https://b.example", "https://c.example")
    flagged = config.with_flags(fps=5, port=None)
    assert (flagged.settings.port, flagged.settings.fps) == (9000, 5)
    assert (flagged.origins["fps"], flagged.origins["port"]) == ("flag", str(paths.config_file))
    assert (config.origins["fps"], config.origins["seed"]) == ("SPXCC_FPS", "default")
    assert config.with_flags() is config


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("port = 'x'", "port"),
        ("colour = 1", "colour"),
        ("port = 70000", "70000"),
        ("fps = 0", "found 0"),
        ("a = ", "TOML"),
        ("sign_model = 'shrot'", "one of standard, all-short, flow-signed, moneyness"),
        ("sign_overrides = {2026-01-16 = 'shrot'}", "one of standard, all-short, flow-signed, moneyness"),
        ("sign_overrides = {friday = 'all-short'}", "friday"),
    ],
)
def test_a_mistake_is_one_sentence(paths: Paths, text: str, found: str) -> None:
    paths.config_file.write_text(text)
    with pytest.raises(UserError, match=found) as error:
        load(paths, {})
    assert error.value.exit_code == 2


@pytest.mark.parametrize("url", ["https://me:hush@cboe.example/x", "http://hush@cboe.example", "//hush@a?b"])
def test_an_address_of_quotes_with_a_password_is_refused_without_showing_it(paths: Paths, url: str) -> None:
    with pytest.raises(UserError, match="without a user or password") as from_variable:
        load(paths, {"SPXCC_CBOE_URL": url})
    with pytest.raises(UserError, match="without a user or password") as from_flag:
        load(paths, {}).with_flags(cboe_url=url)
    assert "hush" not in f"{from_variable.value} {from_flag.value}"
    for name in ("MASSIVE_URL", "MASSIVE_WS_URL"):
        with pytest.raises(UserError, match="without a user or password"):
            load(paths, {f"SPXCC_{name}": url})
    assert load(paths, {"SPXCC_CBOE_URL": "https://cboe.example/a@b"}).settings.cboe_url.endswith("a@b")


def test_massive_is_its_own_host_unless_told(paths: Paths) -> None:
    plain = load(paths, {})
    assert (plain.settings.massive_url, plain.settings.massive_ws_url) == ("https://api.massive.com", "")
    told = load(paths, {"SPXCC_MASSIVE_URL": "http://127.0.0.1:8788", "SPXCC_MASSIVE_CALLS_PER_MINUTE": "5"}).settings
    assert (told.massive_url, told.massive_calls_per_minute) == ("http://127.0.0.1:8788", 5)
    with pytest.raises(UserError, match="found 0; the free plan has 5"):
        load(paths, {"SPXCC_MASSIVE_CALLS_PER_MINUTE": "0"})
    keys = load(paths, {"MASSIVE_API_KEY": "theirs", "SPXCC_MASSIVE_KEY": "ours"})
    assert keys.secret("massive_key") == "ours"
    assert "ours" not in repr(keys)


def test_the_simulators_dealers_hedge_as_told(paths: Paths) -> None:
    told = load(paths, {"SPXCC_SIM_HEDGING": "0.5"}).settings
    assert told.sim_hedging == 0.5
    for wrong in ("-1", "4.1", "nan"):
        with pytest.raises(UserError, match="sim_hedging from 0 to 4"):
            load(paths, {"SPXCC_SIM_HEDGING": wrong})


def test_f33_sign_models_come_from_the_file_or_variables(paths: Paths) -> None:
    plain = load(paths, {}).settings
    assert (plain.sign_model, plain.sign_overrides) == ("standard", {})
    paths.config_file.write_text("sign_model = 'moneyness'\n[sign_overrides]\n2026-01-16 = 'all-short'\n")
    config = load(paths, {"SPXCC_SIGN_MODEL": "flow-signed"})
    assert (config.settings.sign_model, config.origins["sign_model"]) == ("flow-signed", "SPXCC_SIGN_MODEL")
    assert config.settings.sign_overrides == {"2026-01-16": "all-short"}
    assert config.origins["sign_overrides"] == str(paths.config_file)
    other = load(paths, {"SPXCC_SIGN_OVERRIDES": "2026-01-14=moneyness,2026-01-15=all-short"})
    assert other.settings.sign_overrides == {"2026-01-14": "moneyness", "2026-01-15": "all-short"}
    assert other.with_flags(fps=5).settings.sign_overrides == other.settings.sign_overrides


@pytest.mark.parametrize("name", ["SPXCC_SIGN_MODEL", "SPXCC_SIGN_OVERRIDES"])
def test_f33_a_wrong_sign_model_of_a_variable_is_refused(paths: Paths, name: str) -> None:
    with pytest.raises(UserError) as error:
        load(paths, {name: "shrot"})
    assert error.value.exit_code == 2


def test_secrets_come_from_the_environment_or_a_private_file_and_are_never_shown(paths: Paths) -> None:
    paths.secrets_file.write_text('massive_key = "from-file"\njwt_secret = "file-secret"\n')
    paths.secrets_file.chmod(0o600)
    config = load(paths, {"MASSIVE_API_KEY": "other", "SPXCC_MASSIVE_KEY": "from-env"})
    assert config.secret("massive_key") == "from-env"
    assert config.secret("jwt_secret") == "file-secret"
    assert load(paths, {"MASSIVE_API_KEY": "other"}).secret("massive_key") == "other"
    assert "from-env" not in repr(config)
    assert load(Paths(Path("/none"), Path("/none"), Path("/none")), {}).secret("massive_key") is None


def test_a_secrets_file_that_others_may_read_is_refused(paths: Paths) -> None:
    paths.secrets_file.write_text('massive_key = "k"\n')
    paths.secrets_file.chmod(0o644)
    with pytest.raises(UserError, match="chmod 600"):
        load(paths, {})
