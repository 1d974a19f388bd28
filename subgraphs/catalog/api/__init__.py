"""What callers see of catalog: the GraphQL schema and HTTP routes, thin over the use cases."""
