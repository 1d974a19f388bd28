"""The payment providers: adapters of the port PaymentProvider, one of which a setting chooses."""
