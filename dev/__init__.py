"""What developers run: the embedded stack, demo data, generated files."""
