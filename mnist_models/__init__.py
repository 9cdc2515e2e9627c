"""Three Keras networks of rising strength, and what they need to read a digit."""
