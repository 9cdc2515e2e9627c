"""The digit in any picture, and that digit in MNIST's format."""
