"""Catalog's use cases. They see the ports and the domain, and no adapter."""
