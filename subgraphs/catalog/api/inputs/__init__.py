"""Catalog's GraphQL inputs, each with the model that validates it."""
