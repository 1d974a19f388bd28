"""Cinemas, movies and showtimes as values, and the rules of planning. Standard library only."""
