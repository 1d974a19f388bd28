"""What operators run at a console."""
