"""Text of people: which characters can be seen, what searches ignore, what documents can hold."""
