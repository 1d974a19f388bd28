"""Booking's GraphQL types."""
