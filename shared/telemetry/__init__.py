"""Logs as JSON lines, and the correlation id that travels with a request through every part."""
