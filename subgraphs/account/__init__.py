"""The account subgraph: accounts, logins and sessions."""
