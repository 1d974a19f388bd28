"""A process is started, checked and stopped, and never outlives its supervisor."""

import asyncio
import signal
import sys
import textwrap
from pathlib import Path

import psutil
import pytest

from dev.errors import StackError
from dev.processes import Command, ManagedProcess
from tests.waiting import until

SLEEPER = "import time; print('started', flush=True); time.sleep(600)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPER}"


def python(code: str, logs: Path, *, ready: bool = True, stop_seconds: float = 15) -> Command:
    async def check() -> bool:
        return ready and "started" in (logs / "part.log").read_text()

    return Command(
        name="part",
        argv=(sys.executable, "-c", code),
        check=check,
        env={"GREETING": "hello"},
        ready_seconds=0.3 if not ready else 10,
        stop_seconds=stop_seconds,
    )


def is_alive(pid: int) -> bool:
    """Return whether the process runs; a zombie does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def test_a_process_is_started_with_its_environment_and_stopped(tmp_path: Path) -> None:
    code = f"import os; print(os.environ['GREETING'], flush=True); {SLEEPER}"
    process = ManagedProcess(python(code, tmp_path), tmp_path)

    await process.start()
    pid = process.pid
    assert pid is not None
    await process.stop()

    assert process.pid is None
    assert not is_alive(pid)
    assert process.log.read_text() == "hello\nstarted\n"


async def test_a_process_that_ends_while_it_starts_is_reported_with_the_end_of_its_log(
    tmp_path: Path,
) -> None:
    code = "print('\\n'.join(f'line {i}' for i in range(30))); raise SystemExit(3)"

    with pytest.raises(StackError) as ended:
        await ManagedProcess(python(code, tmp_path), tmp_path).start()

    sentence, *log = str(ended.value).splitlines()
    assert sentence == "part ended while it started."
    assert [line.strip() for line in log[:-1]] == [f"line {i}" for i in range(18, 30)]
    assert str(tmp_path / "part.log") in log[-1]


async def test_a_process_that_does_not_become_ready_is_reported(tmp_path: Path) -> None:
    process = ManagedProcess(python(SLEEPER, tmp_path, ready=False), tmp_path)

    with pytest.raises(StackError, match="part did not answer within 0 s"):
        await process.start()

    await process.stop()


async def test_a_process_that_ignores_sigterm_is_killed(tmp_path: Path) -> None:
    process = ManagedProcess(python(STUBBORN, tmp_path, stop_seconds=0.2), tmp_path)
    await process.start()

    await process.stop()

    assert await process.wait() == -signal.SIGKILL


async def test_a_paused_process_can_be_resumed_and_stopped(tmp_path: Path) -> None:
    process = ManagedProcess(python(SLEEPER, tmp_path), tmp_path)
    await process.start()

    seen = psutil.Process(process.pid)
    process.pause()
    await until(lambda: seen.status() == psutil.STATUS_STOPPED)
    process.resume()
    await until(lambda: seen.status() != psutil.STATUS_STOPPED)
    process.pause()
    await process.stop()

    assert await process.wait() == -signal.SIGTERM


async def test_nothing_outlives_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    code = textwrap.dedent(
        """
        import asyncio, sys
        from pathlib import Path
        from tests.unit.dev.test_processes import STUBBORN, python
        from dev.processes import ManagedProcess

        async def main():
            folder = Path(sys.argv[1])
            process = ManagedProcess(python(STUBBORN, folder), folder)
            await process.start()
            print(process.pid, flush=True)
            await asyncio.sleep(600)

        asyncio.run(main())
        """
    )
    supervisor = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, tmp_path, stdout=asyncio.subprocess.PIPE
    )
    assert supervisor.stdout is not None
    pid = int(await supervisor.stdout.readline())
    assert is_alive(pid)

    supervisor.kill()
    await supervisor.wait()

    await until(lambda: not is_alive(pid))
