"""Sessions and their viewer, service tokens, and permission classes for fields."""
