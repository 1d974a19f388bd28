"""The demo movies, with their real running times; only the release days are invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Movie:
    """A movie. `released` is in days after the day of seeding; `shown` means it has showtimes."""

    title: str
    minutes: int
    released: int
    shown: bool
    genres: tuple[str, ...]
    certification: str
    synopsis: str
    original_title: str | None = None
    language: str = "en"
    formats: tuple[str, ...] = ("STANDARD_2D",)


_ALL = ("STANDARD_2D", "STANDARD_3D", "IMAX", "FOUR_DX")

MOVIES = (
    Movie("Assassin's Creed", 115, -25, True, ("Action", "Adventure"), "PG-13",
         "A man lives his ancestor's life in fifteenth-century Spain.", formats=_ALL),
    Movie("Allied", 124, -40, True, ("Drama", "War"), "R",
         "Two agents fall in love behind the lines, and one may be a spy."),
    Movie("xXx: Return of Xander Cage", 107, -12, True, ("Action",), "PG-13",
         "An athlete turned agent comes back from exile.", formats=_ALL),
    Movie("Resident Evil: The Final Chapter", 107, -5, True, ("Horror", "Action"), "R",
         "Alice goes back to where the outbreak began.", formats=_ALL),
    Movie("Moana", 107, -28, True, ("Animation", "Family"), "PG",
         "A chief's daughter sails beyond the reef to save her island.", formats=_ALL),
    Movie("La La Land", 128, -2, True, ("Musical", "Romance"), "PG-13",
         "A pianist and an actress look for success in Los Angeles."),
    Movie("Hidden Figures", 127, -18, True, ("Drama", "History"), "PG",
         "Three mathematicians help to put a man into orbit."),
    Movie("Coco", 105, -8, True, ("Animation", "Family"), "PG",
         "A boy who wants to be a musician visits the land of the dead.",
         formats=("STANDARD_2D", "STANDARD_3D")),
    Movie("Arrival", 116, -60, True, ("Science fiction", "Drama"), "PG-13",
         "A linguist learns to talk with visitors who see time otherwise.",
         formats=("STANDARD_2D", "IMAX")),
    Movie("Roma", 135, 6, False, ("Drama",), "R",
         "A year in the life of a housekeeper in Mexico City.", language="es"),
    Movie("Parasite", 132, 14, False, ("Thriller", "Drama"), "R",
         "A poor family finds work in a rich one's house, one by one.",
         original_title="기생충", language="ko"),
    Movie("Spirited Away", 125, 27, False, ("Animation", "Fantasy"), "PG",
         "A girl works in a bathhouse for spirits to free her parents.",
         original_title="千と千尋の神隠し", language="ja"),
    Movie("Rogue One", 133, 45, False, ("Science fiction", "Action"), "PG-13",
         "A band of rebels sets out to steal the plans of a weapon.", formats=_ALL),
    Movie("Interstellar", 169, -300, False, ("Science fiction",), "PG-13",
         "A pilot leaves his daughter to look for a new home for mankind.",
         formats=("STANDARD_2D", "IMAX")),
    Movie("Mad Max: Fury Road", 120, -240, False, ("Action",), "R",
         "A drifter and a runaway cross the desert in an armoured lorry.", formats=_ALL),
    Movie("Lion", 118, -120, False, ("Drama",), "PG-13",
         "A man looks for the family that he lost as a child in India."),
)  # fmt: skip
