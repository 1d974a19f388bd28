"""Cities, cinemas and their auditoriums."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Auditorium:
    """An auditorium: its rows, the seats in a row, and its formats in order of preference."""

    name: str
    rows: int
    seats_in_row: int
    formats: tuple[str, ...] = ("STANDARD_2D",)

    def seat_rows(self) -> list[dict[str, str]]:
        """Return the rows in the format of import files, with an aisle in the middle.

        The front row begins with places for a wheelchair and a companion; the last two rows are
        premium.
        """
        half = self.seats_in_row // 2
        rows: list[dict[str, str]] = []
        for row in range(self.rows):
            kind = "P" if row >= self.rows - 2 else "S"
            left = "AC" + "S" * (half - 2) if row == 0 else kind * half
            rows.append(
                {
                    "label": chr(ord("A") + row),
                    "seats": f"{left}.{kind * (self.seats_in_row - half)}",
                }
            )
        return rows


@dataclass(frozen=True, slots=True)
class Place:
    """A cinema in its city, with the price of a standard adult ticket in minor units."""

    country: str
    state: str
    city: str
    cinema: str
    address: str
    timezone: str
    currency: str
    adult_price: int
    auditoriums: tuple[Auditorium, ...]


_MX = ("MXN", 7_500)
_CO = ("COP", 1_600_000)
_CL = ("CLP", 5_400)
_S = ("STANDARD_2D",)
_3D = ("STANDARD_2D", "STANDARD_3D")

PLACES = (
    Place(
        "Mexico", "Michoacán", "Morelia", "Plaza Morelia", "Av. Enrique Ramírez Miguel 1000",
        "America/Mexico_City", *_MX,
        (
            Auditorium("IMAX", 10, 12, ("IMAX", "STANDARD_2D")),
            Auditorium("Sala 2", 10, 10, _S),
            Auditorium("4DX", 8, 10, ("FOUR_DX", "STANDARD_2D")),
        ),
    ),
    Place(
        "Mexico", "Michoacán", "Morelia", "Las Americas", "Av. Camelinas 3233",
        "America/Mexico_City", *_MX,
        (Auditorium("Sala 1", 8, 10, _S), Auditorium("Sala 2", 8, 10, _3D)),
    ),
    Place(
        "Mexico", "Querétaro", "Querétaro", "Juriquilla Uptown", "Blvd. Universitario 399",
        "America/Mexico_City", *_MX, (Auditorium("Sala 1", 9, 10, _3D),),
    ),
    Place(
        "Colombia", "Antioquia", "Medellín", "City Plaza", "Calle 36D Sur 27A-105",
        "America/Bogota", *_CO, (Auditorium("Sala 1", 9, 10, _3D), Auditorium("Sala 2", 8, 10, _S)),
    ),
    Place(
        "Colombia", "Cundinamarca", "Bogotá", "Calima", "Av. Calle 19 28-80",
        "America/Bogota", *_CO,
        (
            Auditorium("Sala 1", 10, 10, _3D),
            Auditorium("Sala 2", 8, 10, _S),
            Auditorium("Sala 3", 8, 10, _S),
        ),
    ),
    Place(
        "Colombia", "Cundinamarca", "Bogotá", "Hayuelos", "Calle 20 82-52",
        "America/Bogota", *_CO, (Auditorium("Sala 1", 6, 10, _S),),
    ),
    Place(
        "Chile", "Región Metropolitana", "Santiago de Chile", "Estación Central",
        "Av. Libertador Bernardo O'Higgins 3250", "America/Santiago", *_CL,
        (
            Auditorium("Sala 1", 10, 10, _3D),
            Auditorium("Sala 2", 8, 10, _S),
            Auditorium("Sala 3", 8, 10, _S),
        ),
    ),
    Place(
        "Chile", "Región Metropolitana", "Santiago de Chile", "San Agustín", "Calle Moneda 920",
        "America/Santiago", *_CL, (Auditorium("Sala 1", 6, 10, _S),),
    ),
)  # fmt: skip
