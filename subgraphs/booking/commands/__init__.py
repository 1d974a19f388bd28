"""What can be done with tickets at the console: at a door without a network, and in the house."""
