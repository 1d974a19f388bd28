"""Commands: for doors without a network, and for operators."""
