"""Two trees of this project side by side, under the same load."""
