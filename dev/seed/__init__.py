"""The demo data; putting it in twice changes nothing the second time."""

from dev.seed.run import seed, seed_running

__all__ = ["seed", "seed_running"]
