"""A door without settings or a network: what it prints for codes, and which scans it records."""

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from dev.addresses import ROOT
from dev.bootstrap.secret_values import key_pair
from subgraphs.booking.adapters.ticket_codes import Ed25519TicketSigner
from subgraphs.booking.commands.scan_file import ScanFile, read_scans
from subgraphs.booking.commands.verify_ticket import OfflineDoor, verify_tickets
from subgraphs.booking.domain.check_in import DoorScan
from tests.unit.booking.fakes import NOW, SHOWTIME, Keys, MovedClock
from tests.unit.booking.readings import DRESSED, SPOILT


class Sign(Protocol):
    """Makes the code of a ticket for a showtime that begins then."""

    def __call__(self, id: str, starts: datetime = NOW) -> str: ...


@pytest.fixture
def door(tmp_path: Path) -> tuple[Path, Sign]:
    """Return a key file, and a function that signs tickets for it."""
    private, public = key_pair()
    signer = Ed25519TicketSigner(Keys(private))
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({**public, **key_pair()[1]}))
    return keys, lambda id, starts=NOW: asyncio.run(signer.sign(id, SHOWTIME, "C7", starts))


class Door(OfflineDoor):
    """A door ten minutes before the showtime begins."""

    def __init__(
        self,
        device: str = "door 1",
        *,
        at: datetime = NOW - timedelta(minutes=10),
        showtimes: frozenset[str] = frozenset(),
    ) -> None:
        clock = MovedClock()
        clock.present = at
        super().__init__(device, timedelta(minutes=60), showtimes, clock)


def test_each_code_has_its_line(
    door: tuple[Path, Sign], capsys: pytest.CaptureFixture[str]
) -> None:
    keys, sign = door
    good, changed = sign("tkt_1"), sign("tkt_2").replace(".", ".A", 1)
    stranger = asyncio.run(
        Ed25519TicketSigner(Keys(key_pair()[0])).sign("tkt_3", SHOWTIME, "C7", NOW)
    )
    assert verify_tickets(keys, [good], None, Door()) == 0
    assert verify_tickets(keys, [good, "", changed, f"{good}\n", stranger, "?"], None, Door()) == 1
    valid = f"valid   tkt_1  seat C7  showtime {SHOWTIME}  starts 2026-11-23T18:00:00+00:00"
    assert capsys.readouterr().out.splitlines() == [
        valid,
        valid,
        "refused This code was forged or changed: the cinema has not signed it.",
        valid,
        "refused This code was signed with a key that is not trusted.",
        "refused This is not a ticket's code.",
    ]


@pytest.mark.parametrize("template", DRESSED)
def test_what_a_scanner_adds_is_taken_off_and_not_recorded(
    door: tuple[Path, Sign], tmp_path: Path, template: str
) -> None:
    keys, sign = door
    scans, code = tmp_path / "scans.jsonl", sign("tkt_1")
    assert verify_tickets(keys, [template.format(code)], scans, Door()) == 0
    assert [scan.code for _, scan in read_scans(scans) if scan] == [code]
    assert verify_tickets(keys, [code], scans, Door()) == 1


@pytest.mark.parametrize(("found", "spoilt"), SPOILT)
def test_a_code_with_something_inside_is_none(
    door: tuple[Path, Sign], capsys: pytest.CaptureFixture[str], found: str, spoilt: str
) -> None:
    keys, sign = door
    assert verify_tickets(keys, [sign("tkt_1").replace(found, spoilt)], None, Door()) == 1
    assert capsys.readouterr().out == "refused This is not a ticket's code.\n"


def test_a_line_in_which_nobody_sees_anything_is_no_code(door: tuple[Path, Sign]) -> None:
    assert verify_tickets(door[0], ["\ufeff\n", "\x00 \u200b\r\n"], None, Door()) == 2


def test_an_identifier_without_a_code_is_refused(
    door: tuple[Path, Sign], capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify_tickets(door[0], ["]Q3\r\n"], None, Door()) == 1
    assert capsys.readouterr().out == "refused This is not a ticket's code.\n"


def test_a_door_that_records_scans_lets_each_ticket_in_once(
    door: tuple[Path, Sign], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys, sign = door
    scans = tmp_path / "scans.jsonl"
    first, second = sign("tkt_1"), sign("tkt_2")
    assert verify_tickets(keys, [first, first, "nonsense"], scans, Door("door 1")) == 1
    # The door continues after a power cut that left half a line behind.
    scans.write_text(scans.read_text() + '{"ticket": "tkt_2", "co')
    assert verify_tickets(keys, [second], scans, Door("door 1")) == 0
    assert verify_tickets(keys, [second, first], scans, Door("door 1")) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [
        *("valid", "refused", "refused"),
        *("valid", "refused", "refused"),
    ]
    assert "tkt_1 was used before" in lines[1]
    assert lines[1].endswith("by door 1.")
    written = [(scan.ticket_id, scan.code) if scan else None for _, scan in read_scans(scans)]
    assert written == [("tkt_1", first), None, ("tkt_2", second)]


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (NOW - timedelta(minutes=60, seconds=1), "The door for this showtime opens at"),
        (NOW - timedelta(minutes=60), None),
        (NOW + timedelta(hours=3, minutes=59), None),
        (NOW + timedelta(hours=4), "This showtime is over."),
        (NOW - timedelta(days=1), "The door for this showtime opens at"),
    ],
)
def test_guests_are_let_in_around_the_showtime_only(
    door: tuple[Path, Sign],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    at: datetime,
    reason: str | None,
) -> None:
    keys, sign = door
    scans = tmp_path / "scans.jsonl"
    assert verify_tickets(keys, [sign("tkt_1")], scans, Door(at=at)) == (0 if reason is None else 1)
    assert capsys.readouterr().out.startswith(f"refused {reason}" if reason else "valid   tkt_1")
    assert bool(list(read_scans(scans))) == (reason is None)


def test_a_door_of_one_showtime_lets_in_its_guests_only(
    door: tuple[Path, Sign], capsys: pytest.CaptureFixture[str]
) -> None:
    keys, sign = door
    elsewhere = frozenset({"sho_2", "sho_3"})
    assert verify_tickets(keys, [sign("tkt_1")], None, Door(showtimes=elsewhere)) == 1
    assert capsys.readouterr().out == f"refused This ticket is for another showtime: {SHOWTIME}.\n"
    assert verify_tickets(keys, [sign("tkt_1")], None, Door(showtimes=elsewhere | {SHOWTIME})) == 0


@pytest.mark.parametrize(
    "content",
    [None, "", "nonsense", "[]", "{}", '{"k": 1}', '{"k": "-----BEGIN PUBLIC KEY-----"}'],
)
def test_a_bad_key_file_is_reported_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    keys = tmp_path / "keys.json"
    if content is not None:
        keys.write_text(content)
    assert verify_tickets(keys, ["code"], None, Door()) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"The key file {keys} ")
    assert len(printed.err.splitlines()) == 1


def test_no_code_and_no_place_for_scans_are_wrong_use(
    door: tuple[Path, Sign], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys, sign = door
    assert verify_tickets(keys, ["", "\n"], None, Door()) == 2
    assert "Give a code" in capsys.readouterr().err
    assert verify_tickets(keys, [sign("tkt_1")], tmp_path / "no" / "scans", Door()) == 2
    printed = capsys.readouterr()
    assert (printed.out, len(printed.err.splitlines())) == ("", 1)


OFFLINE = """
import runpy, sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo"):
        raise SystemExit(f"it uses the network: {event}")

sys.addaudithook(refuse)
sys.argv[0] = "verify"
runpy.run_module("subgraphs.booking", run_name="__main__")
"""


def test_the_command_starts_without_the_modules_of_the_service() -> None:
    heavy = ["fastapi", "gql", "hvac", "pydantic", "pymongo", "redis", "requests", "strawberry"]
    script = (
        "import sys, subgraphs.booking.__main__, subgraphs.booking.commands.verify_ticket; "
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=ROOT, env={})
    assert (done.stdout, done.stderr) == (b"[]\n", b"")


def test_the_command_needs_neither_environment_nor_network(door: tuple[Path, Sign]) -> None:
    keys, sign = door
    arguments = [sys.executable, "-c", OFFLINE, "verify-ticket", "--keys", str(keys)]
    code = sign("tkt_1", datetime.now(UTC))
    lines = f"{code}\nnonsense\n".encode() + b"\xff\xfe\n"
    done = subprocess.run(arguments, input=lines, capture_output=True, cwd=ROOT, env={})
    assert done.stderr == b""
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        b"valid",
        b"refused",
        b"refused",
    ]
    assert done.returncode == 1
    usage = subprocess.run(arguments[:-2], capture_output=True, cwd=ROOT, env={})
    assert usage.returncode == 2


@pytest.mark.parametrize(
    "line",
    [
        *("nonsense", "[]", "1", "null", "{}", "[" * 5000),
        '{"ticket": "t", "code": "c", "at": "now", "device": "d"}',
        '{"ticket": "t", "code": "c", "at": "2026-11-23T18:00:00", "device": "d"}',
        '{"ticket": "t", "code": "c", "at": "0001-01-01T00:00:00+14:00", "device": "d"}',
        '{"ticket": "t", "code": 7, "at": "2026-11-23T18:00:00Z", "device": "d"}',
    ],
)
def test_a_line_that_holds_no_scan_is_recognised(tmp_path: Path, line: str) -> None:
    good = '{"ticket": "t", "code": "c", "at": "2026-11-23T13:00:00-05:00", "device": "d"}'
    file = tmp_path / "scans.jsonl"
    file.write_bytes(f"{line}\n\n{good}\n".encode() + b"\xff\n")
    found = list(read_scans(file))
    assert [number for number, scan in found if scan is None] == [1, 4]
    assert [scan.at for _, scan in found if scan] == [NOW]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # An editor saved the file, or copied it from another system.
        (b"\xef\xbb\xbf", b"\r\n"),
        # What some file systems leave of a file that was being written when the power was cut.
        (b"", b"\n" + b"\x00" * 512),
        (b"\x00" * 16 + b"\n", b"\x1a"),
    ],
)
def test_what_editors_and_power_cuts_add_to_a_file_is_no_scan(
    tmp_path: Path, before: bytes, after: bytes
) -> None:
    scan = '{"ticket": "t", "code": "c", "at": "2026-11-23T13:00:00-05:00", "device": "d"}'
    file = tmp_path / "scans.jsonl"
    file.write_bytes(before + scan.encode() + after)
    assert [scan.at if scan else None for _, scan in read_scans(file)] == [NOW]
    door = ScanFile(file)
    assert door.first("t") is not None
    door.add(DoorScan("t2", "c2", NOW, "d"))
    assert [scan.ticket_id if scan else None for _, scan in read_scans(file)] == ["t", "t2"]
