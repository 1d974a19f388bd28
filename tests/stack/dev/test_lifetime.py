"""The stack keeps its data, leaves no process behind, and restarts services that die."""

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import psutil
import pytest
from pymongo import AsyncMongoClient

from dev.addresses import Ports
from dev.errors import StackError
from dev.stack import PARTS, Stack
from dev.supervisor import supervise
from tests.waiting import until

RUN_PARTS = """
import asyncio, json, sys
from dataclasses import asdict
from pathlib import Path
from dev.addresses import Ports
from dev.stack import Stack

async def main():
    ports = Ports.free()
    async with Stack(Path(sys.argv[1]), ports, services=()) as stack:
        print(json.dumps([asdict(ports), stack.admin.mongo_url]), flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""
MARK = "STACK_OF_TEST"


def marked(mark: str) -> list[str]:
    """Return the command lines of the processes that have `mark` in their environment."""
    found: list[str] = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get(MARK) == mark:
                found.append(" ".join(process.cmdline()))
    return found


async def test_killed_parts_leave_no_process_and_keep_their_data(tmp_path: Path) -> None:
    mark = uuid4().hex
    supervisor = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        RUN_PARTS,
        tmp_path,
        env={**os.environ, MARK: mark},
        stdout=asyncio.subprocess.PIPE,
    )
    assert supervisor.stdout is not None
    _, mongo_url = json.loads(await supervisor.stdout.readline())
    async with AsyncMongoClient[dict[str, object]](mongo_url) as client:
        await client["kept"]["things"].insert_one({"_id": 1})
    assert len(marked(mark)) > len(PARTS)

    supervisor.kill()
    await supervisor.wait()

    await until(lambda: not marked(mark), failure="a process outlived its supervisor")
    async with (
        Stack(tmp_path, Ports.free(), services=()) as stack,
        AsyncMongoClient[dict[str, object]](stack.admin.mongo_url) as client,
    ):
        assert await client["kept"]["things"].find_one() == {"_id": 1}


async def test_make_up_stops_at_a_signal_and_a_second_make_up_is_refused(tmp_path: Path) -> None:
    mark = uuid4().hex
    code = (
        "import asyncio, sys; from pathlib import Path; from dev.addresses import Ports; "
        "from dev.up import up; from dev.errors import StackError\n"
        "try: asyncio.run(up(Path(sys.argv[1]), Ports.free()))\n"
        "except StackError as error: sys.exit(str(error))"
    )

    async def make_up() -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            code,
            tmp_path,
            env={**os.environ, MARK: mark},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    first = await make_up()
    assert first.stdout is not None
    output = ""
    while "Ready after" not in output:
        line = (await first.stdout.readline()).decode()
        assert line, f"it ended: {output}"
        output += line

    second = await make_up()
    _, complaint = await second.communicate()
    assert second.returncode == 1
    assert complaint.decode() == (
        f"The stack in {tmp_path} is running already: use it, or stop it with `make down`.\n"
    )

    first.send_signal(signal.SIGINT)
    first.send_signal(signal.SIGINT)
    rest, errors = await first.communicate()

    assert first.returncode == 0
    assert "The data is kept" in rest.decode()
    assert errors == b""
    assert marked(mark) == []


async def test_a_subgraph_that_dies_is_restarted(stack: Stack) -> None:
    seen: list[tuple[str, str]] = []

    def record(name: str, state: str) -> None:
        seen.append((name, state))

    watching = asyncio.create_task(supervise(stack, record))
    before = stack.processes["catalog"]

    await before.kill()
    await until(lambda: len(seen) > 1)

    watching.cancel()
    assert seen[0][0] == "catalog"
    assert seen[0][1].startswith("died (status -9), starting again.\n")
    assert str(before.log) in seen[0][1]
    assert seen[1:] == [("catalog", "serves again")]
    assert await stack.processes["catalog"].command.check()


async def test_a_part_that_dies_is_reported_with_the_end_of_its_log(tmp_path: Path) -> None:
    async with Stack(tmp_path, Ports.free(), services=()) as stack:
        watching = asyncio.create_task(supervise(stack, lambda _name, _state: None))
        await stack.processes["redis"].kill()
        with pytest.raises(StackError) as died:
            await watching

    sentence, *log = str(died.value).splitlines()
    assert sentence == "redis died (status -9)."
    assert "Ready to accept connections" in "".join(log)


async def test_vault_and_kafka_serve_again_after_a_restart_and_a_preparation(
    tmp_path: Path,
) -> None:
    async with Stack(tmp_path, Ports.free(), services=()) as stack:
        for part in ("vault", "kafka"):
            await stack.processes[part].stop()
            await stack.start_process(part)

        await stack.prepare()
        await stack.prepare()
