"""Bookings: who gets which seat, and that it is paid for."""
