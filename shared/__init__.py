"""What two or more subgraphs need and that names no cinema concept.

Nothing here reads the environment or knows a subgraph: every function and class is given
its addresses, clients, clock and ids by a subgraph's composition root (`app.py`).
"""
