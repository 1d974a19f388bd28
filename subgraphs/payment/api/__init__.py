"""What callers see of payment: the GraphQL schema and the webhook route."""
