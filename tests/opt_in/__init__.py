"""Checks against the real thing that needs what the two commands do not: see CONTRIBUTING.md."""
