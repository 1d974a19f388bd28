"""What callers see of catalog: the GraphQL schema and the route of posters."""
