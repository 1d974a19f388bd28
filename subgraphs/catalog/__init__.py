"""The catalog: what is on, where and when."""
