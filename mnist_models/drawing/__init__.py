"""Any picture of a digit into MNIST's format."""
