"""Account's GraphQL schema: resolvers that call use cases."""
