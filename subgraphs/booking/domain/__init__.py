"""Booking's rules: seats and holds, bookings and their saga. Standard library only."""
