"""Code that two or more subgraphs need and that names no cinema concept.

The folders are named for what they serve. The root has what any layer may use: the clock, errors,
ids, money, pagination, back-off; no framework. Nothing here reads the environment or knows a
subgraph: the composition root (`app.py`) passes addresses, clients, clock and ids in.
"""

import zoneinfo

# Time zones come from the pinned package tzdata alone: the machine's own files may be older, have
# more names, or be missing, and a day must be the same day on every machine.
zoneinfo.reset_tzpath(to=())
