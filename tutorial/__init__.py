"""A course in a notebook: how the networks learn to read a digit, and how to add one."""
