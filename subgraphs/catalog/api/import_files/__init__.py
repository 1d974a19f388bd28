"""Import files: the fields of their rows, and how they are read."""
