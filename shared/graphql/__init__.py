"""GraphQL alike in every subgraph: schema assembly, context, shared types, error answers."""
