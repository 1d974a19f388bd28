"""How a service runs: settings, the HTTP server, health checks and background work."""
