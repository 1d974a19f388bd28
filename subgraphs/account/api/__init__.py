"""What callers see of account: the GraphQL schema and HTTP routes, thin over the use cases."""
