"""The networks in the visitor's browser: what it is given, and what it does with it."""
