"""Runs a subgraph's command on the running stack, with the settings that `make up` gives it.

For example: `python -m dev.console booking ticket-keys`.
"""

import os
import sys

from dev.addresses import SUBGRAPHS
from dev.errors import StackError
from dev.parts import subgraph
from dev.processes import child_environment
from dev.stack import Stack


def main() -> None:
    match sys.argv[1:]:
        case [name, _, *_] if name in SUBGRAPHS:
            stack = Stack()
            command = subgraph.command(name, stack.ports, stack.folders, stack.upstream)
            argv = [*map(str, command.argv), *sys.argv[2:]]
            os.execve(argv[0], argv, child_environment(command.env))
        case _:
            sys.exit(f"Usage: python -m dev.console {'|'.join(SUBGRAPHS)} COMMAND [ARGUMENTS]")


if __name__ == "__main__":
    try:
        main()
    except StackError as error:
        sys.exit(str(error))
