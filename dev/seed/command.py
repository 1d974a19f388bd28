"""Runs a subgraph's command against the running stack."""

import asyncio

from dev.errors import StackError
from dev.parts import subgraph
from dev.processes import child_environment
from dev.stack import Stack


async def run_command(stack: Stack, name: str, *arguments: str, stdin: str = "") -> str:
    """Run `python -m subgraphs.<name> <arguments>` with that subgraph's settings.

    Return its output; StackError with the output when it fails.
    """
    command = subgraph.command(name, stack.ports, stack.folders, stack.upstream)
    process = await asyncio.create_subprocess_exec(
        *map(str, command.argv),
        *arguments,
        env=child_environment(command.env),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate(stdin.encode())
    if process.returncode != 0:
        raise StackError(f"{name} {arguments[0]} failed:\n{output.decode()}")
    return output.decode()
