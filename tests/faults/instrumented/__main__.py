"""`python -m tests.faults.instrumented NAME`: run a subgraph or the provider with failpoints.

Settings beside the service's own: FAULTS_REDELIVERY (see `redelivery.py`), and for booking and
payment FAULTS_FOLDER (see `failpoints.py`), FAULTS_DISABLED_SAFEGUARDS (names, see
`safeguards.py`) and FAULTS_PAYING_SECONDS (how much longer a hold lasts while it is paid for;
production's two minutes are too long for a test).
"""

import os
import runpy
import sys
from datetime import timedelta
from pathlib import Path

from subgraphs.booking.service import bookings as service
from tests.faults.instrumented.failpoints import Failpoints
from tests.faults.instrumented.points import surround_booking, surround_payment
from tests.faults.instrumented.redelivery import (
    Redelivery,
    log_webhooks,
    repeat_events,
    repeat_webhooks,
)
from tests.faults.instrumented.safeguards import DISABLE


def main() -> None:
    name = sys.argv.pop(1)
    for safeguard in filter(None, os.environ.get("FAULTS_DISABLED_SAFEGUARDS", "").split(",")):
        DISABLE[safeguard]()
    if seconds := os.environ.get("FAULTS_PAYING_SECONDS"):
        service.PAYING = timedelta(seconds=float(seconds))
    if surround := {"booking": surround_booking, "payment": surround_payment}.get(name):
        surround(Failpoints(Path(os.environ["FAULTS_FOLDER"])))
    redelivery = Redelivery(Path(os.environ["FAULTS_REDELIVERY"]), name)
    repeat_events(redelivery)
    repeat_webhooks(redelivery)
    if name == "payment":
        log_webhooks(Path(os.environ["FAULTS_FOLDER"]) / "webhooks.jsonl")
    module = "dev.sandbox_provider" if name == "provider" else f"subgraphs.{name}"
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
