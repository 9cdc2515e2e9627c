"""Three Keras networks of rising strength, and what they need to read a digit."""

__version__ = "1.0.0"  # the project's one place for it
