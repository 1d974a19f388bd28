"""What clients see of booking: the GraphQL schema and HTTP routes, thin over the use cases."""
