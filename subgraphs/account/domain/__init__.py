"""Account's values and rules. Standard library only."""
