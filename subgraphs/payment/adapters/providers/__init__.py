"""Adapters of the port PaymentProvider; a setting chooses one of the providers."""
