/** A showtime as an event of a calendar (RFC 5545), for a download. */
export interface Event {
  id: string;
  title: string;
  place: string;
  startsAt: string;
  endsAt: string;
  now: Date;
}

export function calendarOf({ id, title, place, startsAt, endsAt, now }: Event): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Marquee//Tickets//EN',
    'BEGIN:VEVENT',
    `UID:${id}@marquee`,
    `DTSTAMP:${moment(now)}`,
    `DTSTART:${moment(new Date(startsAt))}`,
    `DTEND:${moment(new Date(endsAt))}`,
    `SUMMARY:${escaped(title)}`,
    `LOCATION:${escaped(place)}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function moment(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d+/g, '');
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
}
