"""Compares what two trees answer: `python -m benchmarks.trees OLDER NEWER`, two work trees.

Both stacks run at the same time, and `wrk` asks them in turn, so the ratios hold on a noisy
machine. Each operation is asked over eight connections, in ROUNDS rounds. It fails when the newer
tree answers an operation less than FLOOR times as often as the older one.
"""

import asyncio
import json
import os
import re
import shutil
import statistics
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import httpx

from benchmarks.trees.operations import OPERATIONS, Operation

FLOOR = 0.95
ROUNDS = 5
_SECONDS = 3
_CONNECTIONS = 8
_SERVE = Path(__file__).with_name("serve.py")


async def main(older: Path, newer: Path) -> None:
    """Print a line for each operation; SystemExit below the floor."""
    if not shutil.which("wrk"):
        raise SystemExit("wrk is needed and is not on PATH: install it (apt-get install wrk).")
    async with AsyncExitStack() as trees:
        served = [await _serve(tree, trees) for tree in (older, newer)]
        below = [each.name for each in OPERATIONS if await _compare(each, served) < FLOOR]
    if below:
        raise SystemExit(f"less than {FLOOR} times as often: {', '.join(below)}")


async def _serve(tree: Path, until: AsyncExitStack) -> dict[str, Any]:
    """Start a tree's stack; it stops when `until` ends. Return what serve.py prints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        _SERVE,
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    until.push_async_callback(process.wait)
    until.callback(process.stdin.close)
    line = await process.stdout.readline()
    if not line:
        raise SystemExit(f"{tree} does not start; its message is above.")
    return json.loads(line)


async def _compare(operation: Operation, served: list[dict[str, Any]]) -> float:
    """Print the rates of both trees; return the median of the rounds' ratios."""
    for each in served:
        await _must_answer(operation, each)
        await _rate(operation, each)
    rounds = [[await _rate(operation, each) for each in served] for _ in range(ROUNDS)]
    ratios = sorted(newer / older for older, newer in rounds)
    older, newer = (statistics.median(rates) for rates in zip(*rounds, strict=True))
    ratio = statistics.median(ratios)
    print(
        f"{operation.name}: older {older:.0f}/s, newer {newer:.0f}/s: "
        f"{ratio:.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})",
        flush=True,
    )
    return ratio


async def _must_answer(operation: Operation, served: dict[str, Any]) -> None:
    headers = {"content-type": "application/json", "authorization": f"Bearer {served['token']}"}
    ids = _ids(operation, served) or [""]
    async with httpx.AsyncClient(timeout=30) as http:
        answer = await http.post(served["url"], content=operation.body(ids[0]), headers=headers)
    if answer.status_code != 200 or "errors" in answer.json():
        raise SystemExit(f"{operation.name} is not answered: {answer.text[:500]}")


async def _rate(operation: Operation, served: dict[str, Any]) -> float:
    """Return how many requests a second are answered; SystemExit when one is refused."""
    with NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(operation.script(served["token"], _ids(operation, served)))
        file.flush()
        options = ("-t1", f"-c{_CONNECTIONS}", f"-d{_SECONDS}s", "-s", file.name)
        wrk = await asyncio.create_subprocess_exec(
            "wrk", *options, served["url"], stdout=asyncio.subprocess.PIPE
        )
        output, _ = await wrk.communicate()
    report = output.decode()
    rate = re.search(r"Requests/sec:\s+([\d.]+)", report)
    if not rate or "Non-2xx" in report:
        raise SystemExit(f"{operation.name} is refused:\n{report}")
    return float(rate[1])


def _ids(operation: Operation, served: dict[str, Any]) -> list[str]:
    return served[operation.ids] if operation.ids else []


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("Name two work trees: python -m benchmarks.trees OLDER NEWER")
    asyncio.run(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()))
