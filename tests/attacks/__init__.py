"""Requests that would stop the site, and what answers them."""
