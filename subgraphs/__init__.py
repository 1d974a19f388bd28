"""The four services, one package each, with the same rooms in every one; none imports another."""
