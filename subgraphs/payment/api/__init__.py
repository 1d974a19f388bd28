"""What callers see of payment: the GraphQL schema and HTTP routes, thin over the use cases."""
