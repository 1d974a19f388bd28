"""The command that starts each part of the embedded stack; one file per part."""
