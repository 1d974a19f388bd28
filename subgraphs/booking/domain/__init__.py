"""Booking's rules: seats and holds, bookings and their saga. No framework."""
