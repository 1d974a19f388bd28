"""Runs `make up`: starts the stack with a live table of its parts, and stops it at Ctrl-C."""

import asyncio
import signal
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from rich.console import Console, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.table import Table

from dev.addresses import DEFAULT_FOLDER, Ports
from dev.seed import seed
from dev.stack import Stack
from dev.supervisor import supervise

_STYLES = {"ready": "green", "starting": "yellow"}


class Board:
    """A live table with the state and port of each process; plain lines outside a terminal."""

    def __init__(self, ports: Ports, console: Console) -> None:
        self.ports = ports
        self._console = console
        self._started = time.monotonic()
        self._rows: dict[str, tuple[str, float]] = {}

    def progress(self, name: str, state: str) -> None:
        """Record and show a process's state."""
        self._rows[name] = (state, self.seconds)
        if not self._console.is_terminal:
            self._console.print(f"{self.seconds:5.1f} s  {name} {state}", highlight=False)

    def shown(self) -> AbstractContextManager[object]:
        """Show the table on the terminal while the context is open."""
        if not self._console.is_terminal:
            return nullcontext()
        return Live(self, console=self._console, refresh_per_second=8)

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    def __rich__(self) -> RenderableType:
        if not self._rows:
            return ""
        table = Table(title="Marquee", title_justify="left", box=None)
        for column in ("part", "state", "after", "port"):
            table.add_column(column)
        for name, (state, after) in self._rows.items():
            port = str(getattr(self.ports, name, ""))
            table.add_row(name, f"[{_STYLES.get(state, 'red')}]{state}[/]", f"{after:.1f} s", port)
        return table


async def up(folder: Path = DEFAULT_FOLDER, ports: Ports | None = None) -> None:
    """Start and seed the stack, print its addresses, watch it until SIGINT or SIGTERM, stop it.

    StackError when a process fails; everything is stopped then, too.
    """
    console = Console()
    board = Board(ports or Ports(), console)
    _cancel_once_at_signals()
    stack = Stack(folder, board.ports, progress=board.progress)
    try:
        with board.shown():
            await stack.start()
            board.progress("demo data", "starting")
            await seed(stack)
            board.progress("demo data", "ready")
        console.print(_where_to_go(stack, board.seconds))
        await supervise(
            stack, lambda name, state: console.print(name, state, markup=False, highlight=False)
        )
    except asyncio.CancelledError:
        console.print(
            "Stopping. The data is kept: `make up` continues with it, `make reset` deletes it."
        )
    finally:
        await stack.stop()


def _cancel_once_at_signals() -> None:
    """Stop the stack at the first SIGINT or SIGTERM; later ones do not disturb that."""
    task = asyncio.current_task()
    assert task is not None, "called inside the event loop"

    def cancel() -> None:
        if not task.cancelling():
            task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, cancel)


def _where_to_go(stack: Stack, seconds: float) -> Panel:
    url = stack.url
    return Panel(
        f"Storefront        http://localhost:{stack.ports.router}/   (open it in a browser)\n"
        f"GraphQL endpoint  {url}\n"
        f"GraphiQL          {url}   (open it in a browser)\n"
        f"Mailbox           {stack.ports.url('mailbox_http')}\n"
        f"Logs              {stack.folders.logs}\n\n"
        "Accounts (development only, password [bold]correct-horse-battery[/])\n"
        "  admin@cinema.test (ADMIN) · staff@cinema.test (STAFF)\n"
        "  alice@cinema.test · bob@cinema.test (CUSTOMER)\n\n"
        "Try `make demo` in another terminal. Ctrl-C stops everything.",
        title=f"Ready after {seconds:.1f} s",
        title_align="left",
        expand=False,
    )
