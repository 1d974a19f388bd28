"""The commands that start each of the two routers over a supergraph."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dev.addresses import HOST, Ports
from dev.node import find_node, install_packages
from shared.auth.callers import ROUTER_SECRET

ROUTER = Path(__file__).parents[2] / "router"


@dataclass(frozen=True, slots=True)
class RouterProgram:
    """A router's command, and the address that answers 200 once it serves."""

    argv: tuple[str | Path, ...]
    environment: Mapping[str, str]
    ready: str


def embedded_router(supergraph: Path, port: int, environment: Mapping[str, str]) -> RouterProgram:
    """Return the command of the gateway."""
    install_packages(ROUTER / "gateway")
    return RouterProgram(
        argv=(find_node(), ROUTER / "gateway" / "server.mjs"),
        environment={
            "ROUTER_PORT": str(port),
            "ROUTER_ENVIRONMENT": "development",
            "SUPERGRAPH_FILE": str(supergraph),
            **environment,
        },
        ready=f"http://{HOST}:{port}/health/ready",
    )


def apollo_router(
    binary: Path, supergraph: Path, port: int, folder: Path, environment: Mapping[str, str]
) -> RouterProgram:
    """Return the command of Apollo Router with `router.yaml` and `main.rhai`.

    `environment` has the embedded router's variables. Those that Apollo Router reads from its
    configuration instead are written to a configuration in `folder`.
    """
    health = Ports.free().router
    config: dict[str, Any] = yaml.safe_load((ROUTER / "router.yaml").read_text())
    config["supergraph"]["listen"] = f"{HOST}:{port}"
    is_development = environment.get("ROUTER_ENVIRONMENT", "development") == "development"
    config["supergraph"]["introspection"] = is_development
    config["health_check"]["listen"] = f"{HOST}:{health}"
    config["rhai"]["scripts"] = str(ROUTER)
    secrets = Path(environment["ROUTER_SECRETS_FOLDER"])
    config["headers"]["subgraphs"] = {
        file.name: {"request": [_insert_secret(file)]} for file in secrets.iterdir()
    }
    config["override_subgraph_url"] = {
        name.removesuffix("_URL").lower(): f"${{env.{name}}}"
        for name in environment
        if name.endswith("_URL")
    }
    if origins := environment.get("ROUTER_CORS_ORIGINS"):
        policy = {"origins": [origin.strip() for origin in origins.split(",")]}
        config["cors"] = {"allow_credentials": True, "policies": [policy]}
    file = folder / "router.yaml"
    file.write_text(yaml.safe_dump(config))  # pyright: ignore[reportUnknownMemberType] - its width has no type
    return RouterProgram(
        argv=(binary, "--config", file, "--supergraph", supergraph),
        environment={**environment, "APOLLO_TELEMETRY_DISABLED": "true"},
        ready=f"http://{HOST}:{health}/health?ready",
    )


def _insert_secret(file: Path) -> dict[str, Any]:
    """Return the rule of `router.yaml` that sends what is in the file."""
    return {"insert": {"name": ROUTER_SECRET, "value": f"${{file.{file}}}"}}
