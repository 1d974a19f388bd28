"""Catalog's schema."""

from shared.graphql.refusals import AnswerRefusal
from shared.graphql.schema import build_schema
from shared.rates.rules import WRITES
from subgraphs.catalog import errors
from subgraphs.catalog.api.answer_cache import CacheAnswers
from subgraphs.catalog.api.mutations import Mutation
from subgraphs.catalog.api.priorities import PRIORITIES
from subgraphs.catalog.api.queries import Query
from subgraphs.catalog.api.types import refusals

schema = build_schema(
    query=Query,
    mutation=Mutation,
    mutation_classes={
        WRITES: [
            "createMovie",
            "updateMovie",
            "archiveMovie",
            "restoreMovie",
            "createCinema",
            "updateCinema",
            "createAuditorium",
            "scheduleShowtime",
            "moveShowtime",
            "cancelShowtime",
            "copyWeek",
        ],
    },
    refusals=[
        AnswerRefusal(errors.ScheduleConflict, refusals.ScheduleConflict),
        AnswerRefusal(errors.ShowtimeHasBookings, refusals.ShowtimeHasBookings),
        AnswerRefusal(errors.MovieHasShowtimes, refusals.MovieHasShowtimes),
        AnswerRefusal(errors.WeekNotCopied, refusals.WeekNotCopied),
    ],
    extensions=[CacheAnswers],
    priorities=PRIORITIES,
)
