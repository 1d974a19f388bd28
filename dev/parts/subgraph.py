"""Starts a subgraph with its settings."""

import sys
from collections.abc import Mapping

from dev.addresses import HOST, Folders, Ports
from dev.parts.checks import answers_http
from dev.processes import Command
from dev.upstream import Upstream

# All clients of the embedded stack share this machine's address, and some are crowds.
_WIDE_RATE = "[10000000, 1000000]"


def command(
    name: str,
    ports: Ports,
    folders: Folders,
    upstream: Upstream,
    *,
    port: int | None = None,
    overrides: Mapping[str, str] | None = None,
) -> Command:
    """Return the command of a subgraph, or of its replica on `port`; `overrides` win."""
    prefix = name.upper()
    own_port = port or ports.of(name)
    approle = folders.approles / name
    settings = {
        "ENVIRONMENT": "development",
        "HOST": HOST,
        "PORT": str(own_port),
        "MONGO_URL": upstream.mongo_url,
        "REDIS_URL": upstream.redis_url,
        "KAFKA_BOOTSTRAP_SERVERS": upstream.kafka_bootstrap_servers,
        "KAFKA_IDEMPOTENT_PRODUCER": str(upstream.kafka_idempotent_producer).lower(),
        "VAULT_ADDR": upstream.vault_addr,
        "VAULT_ROLE_ID_FILE": str(approle / "role_id"),
        "VAULT_SECRET_ID_FILE": str(approle / "secret_id"),
        "READS_OF_ADDRESS": _WIDE_RATE,
        "READS_OF_ACCOUNT": _WIDE_RATE,
        "WRITES_OF_ADDRESS": _WIDE_RATE,
        "WRITES_OF_ACCOUNT": _WIDE_RATE,
        **_own_settings(name, ports),
    }
    return Command(
        name=name if port is None else f"{name}-{port}",
        argv=(sys.executable, "-m", f"subgraphs.{name}"),
        check=answers_http(f"http://{HOST}:{own_port}/health/ready"),
        env={f"{prefix}_{key}": value for key, value in settings.items()} | dict(overrides or {}),
    )


def _own_settings(name: str, ports: Ports) -> dict[str, str]:
    match name:
        case "account":
            return {
                # High limits, because all test clients share this machine's address.
                "REGISTRATIONS_PER_MINUTE": "600",
                "LOGINS_PER_MINUTE": "1200",
                "LOGIN_FAILURES_PER_ADDRESS": "1200",
                "RESETS_PER_MINUTE": "600",
                "LOGINS_OF_ADDRESS": _WIDE_RATE,
                "LOGINS_OF_ACCOUNT": _WIDE_RATE,
                "SMTP_HOST": HOST,
                "SMTP_PORT": str(ports.mailbox_smtp),
                "SMTP_SECURITY": "none",
                "MAIL_SENDER": "noreply@cinema.test",
                "SITE_URL": ports.url("router"),
            }
        case "booking":
            return {
                "PAYMENT_URL": f"{ports.url('payment')}/graphql",
                "CATALOG_URL": f"{ports.url('catalog')}/graphql",
                "HOLDS_OF_ADDRESS": _WIDE_RATE,
                "HOLDS_OF_ACCOUNT": _WIDE_RATE,
                # The host under which browsers reach the router, because cookies belong to a host.
                "TICKETS_URL": f"http://localhost:{ports.router}/bookings",
            }
        case "catalog":
            return {"POSTERS_URL": f"{ports.url('router')}/posters"}
        case "payment":
            return {"PROVIDER_URL": ports.url("provider")}
        case _:
            return {}
