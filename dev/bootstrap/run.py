"""Prepares all parts, in order."""

import asyncio
from urllib.parse import unquote, urlsplit

from dev.addresses import SUBGRAPHS, Folders
from dev.bootstrap import kafka, mongo, redis, vault
from dev.bootstrap.admin import Admin
from dev.bootstrap.handover import hand_over
from dev.errors import StackError


async def bootstrap(admin: Admin, folders: Folders) -> None:
    """Prepare every part for the services; StackError when one fails."""
    redis_password = unquote(urlsplit(admin.redis_url).password or "")
    if not redis_password:
        raise StackError(
            "Redis has no password: add one to REDIS_URL, redis://:password@host:port."
        )
    client = await asyncio.to_thread(
        vault.open_vault, admin.vault_addr, folders.keys, admin.vault_token
    )
    await asyncio.to_thread(vault.prepare, client, redis_password, folders.approles)
    users = {name: vault.read(client, f"{name}/mongo") or {} for name in SUBGRAPHS}
    await asyncio.gather(
        mongo.prepare(admin.mongo_url, users),
        kafka.prepare(admin.kafka_bootstrap_servers),
        redis.prepare(admin.redis_url),
    )
    await asyncio.to_thread(hand_over, client, folders)
