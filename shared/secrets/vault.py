"""Secrets from HashiCorp Vault (or OpenBao), by AppRole from the KV v2 mount `secret`."""

import asyncio
from pathlib import Path

import hvac
import requests
from hvac.exceptions import Forbidden, InvalidPath, InvalidRequest, VaultDown, VaultError

from shared.errors import Unavailable


class VaultAccessError(Exception):
    """Vault answered: this identity may not read the secret, or there is none."""


class Vault:
    """Reads one service's secrets with that service's own identity.

    `role_id_file` and `secret_id_file` hold the two halves of its AppRole. Methods raise
    Unavailable when Vault is sealed or cannot be reached, and VaultAccessError when it refuses.
    """

    def __init__(self, addr: str, role_id_file: Path, secret_id_file: Path) -> None:
        # An empty token, because hvac would otherwise use one from the environment. No proxy,
        # because Vault is on the inside.
        session = requests.Session()
        session.trust_env = False
        self._client = hvac.Client(url=addr, token="", timeout=5, session=session)
        self._role_id_file = role_id_file
        self._secret_id_file = secret_id_file

    async def read(self, path: str) -> dict[str, str]:
        """Return the newest version of the secret at `path`, such as `booking/mongo`."""
        # hvac is synchronous; a thread keeps the event loop free.
        return await asyncio.to_thread(self._read, path)

    def _read(self, path: str) -> dict[str, str]:
        try:
            if not self._client.token:
                self._log_in()
            try:
                return self._fetch(path)
            except Forbidden:
                # The token may have expired since the last read; a second refusal is final.
                self._log_in()
                return self._fetch(path)
        except (Forbidden, InvalidPath) as error:
            raise VaultAccessError(f"Vault gives this service no secret at {path!r}.") from error
        except (VaultDown, VaultError, requests.RequestException) as error:
            raise Unavailable("vault") from error

    def _log_in(self) -> None:
        try:
            self._client.auth.approle.login(
                role_id=self._role_id_file.read_text().strip(),
                secret_id=self._secret_id_file.read_text().strip(),
            )
        except InvalidRequest as error:
            raise VaultAccessError(
                f"Vault does not know the identity in {self._role_id_file.parent}: "
                "run the bootstrap again."
            ) from error

    def _fetch(self, path: str) -> dict[str, str]:
        answer = self._client.secrets.kv.v2.read_secret_version(
            path, mount_point="secret", raise_on_deleted_version=True
        )
        return answer["data"]["data"]
