"""The demo data; a second run adds nothing."""

from dev.seed.run import seed, seed_running

__all__ = ["seed", "seed_running"]
