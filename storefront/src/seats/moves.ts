/** Where an arrow key leads on the map of seats. */
interface Placed {
  id: string;
  row: string;
  column: number;
}

/** The seat that a key leads to from another; the same where there is none. */
export function seatBeside<Seat extends Placed>(seats: readonly Seat[], from: Seat, key: string): Seat {
  const rows = [...new Set(seats.map(({ row }) => row))];
  const ofRow = (row: string | undefined) => seats.filter((seat) => seat.row === row);
  const row = ofRow(from.row);
  const place = row.findIndex(({ id }) => id === from.id);
  switch (key) {
    case 'ArrowLeft':
      return row[place - 1] ?? from;
    case 'ArrowRight':
      return row[place + 1] ?? from;
    case 'Home':
      return row[0] ?? from;
    case 'End':
      return row.at(-1) ?? from;
    case 'ArrowUp':
      return nearest(ofRow(rows[rows.indexOf(from.row) - 1]), from);
    case 'ArrowDown':
      return nearest(ofRow(rows[rows.indexOf(from.row) + 1]), from);
    default:
      return from;
  }
}

function nearest<Seat extends Placed>(row: readonly Seat[], from: Seat): Seat {
  const distance = (seat: Seat) => Math.abs(seat.column - from.column);
  return row.reduce<Seat | undefined>((best, seat) => (best && distance(best) <= distance(seat) ? best : seat), undefined) ?? from;
}
