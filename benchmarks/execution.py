"""Compares the executors: level by level, and graphql-core's own, over catalog's schema.

`python -m benchmarks.execution` asks for 100 showtimes with movie and cinema, and for one cinema's
name, from a catalog in memory. The figures are processor times of whole operations, without HTTP.
It fails when a large list is not answered FLOOR times as fast.
"""

import asyncio
import logging
import statistics
import time
from datetime import timedelta
from typing import Any

import structlog
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from shared.execution.executor import BreadthFirstExecutor
from subgraphs.catalog.api.answer_cache import CacheAnswers
from subgraphs.catalog.api.schema import schema
from tests.unit.catalog.process import MemoryRedis, Process
from tests.unit.catalog.town import Town

FLOOR = 3.0
_ROUNDS = 5
_SHOWTIMES = 100
_LIST = """
query List($id: ID!) {
  cinema(id: $id) {
    showtimes(first: 100) {
      edges {
        node {
          id startsAt endsAt format audioLanguage status
          movie { id title runtimeMinutes posterUrl certification genres }
          cinema { id name city { name } }
        }
      }
    }
  }
}
"""
_NAME = "query Name($id: ID!) { cinema(id: $id) { name } }"


async def main() -> None:
    """Print a line for each operation; SystemExit below the floor."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    schema.extensions = [each for each in schema.extensions if each is not CacheAnswers]
    town = Town()
    for number in range(1, _SHOWTIMES + 1):
        await town.planning.showtimes.schedule(town.plan(timedelta(hours=3 * number)))
    ratio = await _compare("100 showtimes with movie and cinema", _LIST, 10, town)
    await _compare("the name of a cinema", _NAME, 500, town)
    if ratio < FLOOR:
        raise SystemExit(f"a large list is {ratio:.1f} times as fast, and not {FLOOR}")


async def _compare(what: str, query: str, times: int, town: Town) -> float:
    process, taken = Process(town, MemoryRedis()), dict[type, list[float]]()
    answers = list[Any]()

    async def ask() -> None:
        answer = await schema.execute(
            query, variable_values={"id": town.cinema.id}, context_value=process.context()
        )
        answers[:] = [*answers[-1:], (answer.data, answer.errors)]

    for _ in range(_ROUNDS):
        for executor in (StrawberryGraphQLCoreExecutionContext, BreadthFirstExecutor):
            schema.execution_context_class = executor
            await ask()
            started = time.process_time()
            for _ in range(times):
                await ask()
            taken.setdefault(executor, []).append((time.process_time() - started) / times * 1000)
            if answers[0] != answers[-1]:
                raise SystemExit(f"{what}: the executors' answers differ")
    stock, ours = (statistics.median(each) for each in taken.values())
    print(f"{what}: graphql-core {stock:.2f} ms, level by level {ours:.2f} ms: {stock / ours:.1f}")
    return stock / ours


if __name__ == "__main__":
    asyncio.run(main())
