"""docker-compose.yml has the production shape, and the application accepts what it says."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.version import Version

from core.errors import ConfigurationError
from core.settings import load_settings
from tests.conftest import REPOSITORY
from tests.ops.rag import accepts
from tests.ops.test_lock import pins

VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?P<operator>:[-?])?(?P<rest>[^}]*)\}")
SECRET = re.compile(r"PASSWORD|API_KEY|SECRET|TOKEN")
JOBS = {"worker"}  # started by hand, ends by itself

compose: dict[str, Any] = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8"))
services: dict[str, dict[str, Any]] = compose["services"]
each_service = pytest.mark.parametrize("name", sorted(services))


def interpolate(text: str, environment: dict[str, str]) -> str:
    """What compose makes of ${NAME}, ${NAME:-default} and ${NAME:?message}. Raises KeyError for a missing one."""

    def value(match: re.Match[str]) -> str:
        given = environment.get(match["name"])
        if given:
            return given
        if match["operator"] == ":-":
            return match["rest"]
        raise KeyError(match["name"])

    return VARIABLE.sub(value, text).replace("$$", "$")


def required() -> set[str]:
    text = (REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8")
    return {match["name"] for match in VARIABLE.finditer(text) if match["operator"] == ":?"}


def application_environment() -> dict[str, str]:
    secrets = dict.fromkeys(required(), "a0" * 16)
    return {key: interpolate(value, secrets) for key, value in services["api"]["environment"].items()}


def test_has_the_api_a_worker_and_both_stores() -> None:
    assert set(services) == {"api", "worker", "qdrant", "postgres"}
    assert services["api"]["depends_on"] == {
        "postgres": {"condition": "service_healthy"},
        "qdrant": {"condition": "service_healthy"},
    }


@each_service
def test_a_service_says_how_its_health_is_checked(name: str) -> None:
    check = services[name]["healthcheck"]
    if name in JOBS:
        assert check == {"disable": True}
        assert services[name]["restart"] == "no"
        assert services[name]["profiles"]
    else:
        assert check["test"][0] == "CMD"
        assert {"interval", "timeout", "retries", "start_period"} <= check.keys()
        assert services[name]["restart"] == "unless-stopped"


def test_the_api_is_healthy_when_it_is_ready() -> None:
    assert "/health/ready" in services["api"]["healthcheck"]["test"][-1]
    assert "/readyz" in services["qdrant"]["healthcheck"]["test"][-1]


@each_service
def test_a_service_has_a_limit_of_memory_and_of_processors(name: str) -> None:
    limits = services[name]["deploy"]["resources"]["limits"]
    assert re.fullmatch(r"\d+[mg]", limits["memory"])
    assert float(limits["cpus"]) > 0


@each_service
def test_a_service_runs_without_root_capabilities_or_a_writable_root(name: str) -> None:
    service = services[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    if "build" not in service:  # ours is covered by test_dockerfile.py
        assert int(service["user"].partition(":")[0]) > 0
    assert "privileged" not in service


@each_service
def test_an_image_is_pinned_by_its_version(name: str) -> None:
    assert re.search(r":(v?\d|\$\{\w+:-\d)", services[name]["image"])


@each_service
def test_no_secret_is_written_down(name: str) -> None:
    for key, value in services[name]["environment"].items():
        if SECRET.search(key) or ("://" in value and "@" in value):
            assert VARIABLE.search(value), key
            assert ":?" in value, f"{key} must be required: ${{NAME:?what to do}}"


def test_every_secret_is_explained_and_left_empty_in_the_example() -> None:
    example = (REPOSITORY / ".env.example").read_text(encoding="utf-8")
    given = dict(re.findall(r"^(\w+)=(.*)$", example, re.MULTILINE))
    assert given == dict.fromkeys(required(), "")
    assert required() == {"RAG_SERVER__API_KEY", "POSTGRES_PASSWORD", "QDRANT_API_KEY"}


@each_service
def test_only_the_api_can_be_reached_and_only_from_this_machine(name: str) -> None:
    ports = services[name].get("ports", [])
    assert ports == (["127.0.0.1:${API_PORT:-8000}:8000"] if name == "api" else [])
    assert services[name]["networks"] == (["front", "back"] if name == "api" else ["back"])
    assert compose["networks"]["back"] == {"internal": True}


@each_service
def test_what_a_service_writes_is_on_a_named_volume(name: str) -> None:
    volumes = [volume.split(":") for volume in services[name]["volumes"]]
    named = [parts[0] for parts in volumes if parts[-1] != "ro"]
    assert named
    assert set(named) <= compose["volumes"].keys()


@pytest.mark.parametrize("name", ["api", "worker"])
def test_the_commands_exist(name: str) -> None:
    assert accepts(*services[name]["command"])


def test_the_servers_of_the_index_and_its_client_fit() -> None:
    client = Version(pins("runtime.txt")["qdrant-client"])
    server = Version(services["qdrant"]["image"].partition(":v")[2].removesuffix("-unprivileged"))
    assert client.major == server.major
    assert abs(client.minor - server.minor) <= 1


def test_the_application_accepts_its_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for key, value in application_environment().items():
        monkeypatch.setenv(key, value)
    settings = load_settings(data_dir=tmp_path)
    assert settings.profile == "production"
    assert settings.index.backend == "server"
    assert settings.index.url == "http://qdrant:6333"
    assert settings.database_url.startswith("postgresql+psycopg://groundwork:")
    assert settings.server.host == "0.0.0.0"


def test_the_application_refuses_to_start_without_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in application_environment().items():
        if key != "RAG_SERVER__API_KEY":
            monkeypatch.setenv(key, value)
    with pytest.raises(ConfigurationError) as refused:
        load_settings()
    assert "RAG_SERVER__API_KEY" in refused.value.remedy
