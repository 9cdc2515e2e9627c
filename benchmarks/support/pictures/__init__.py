"""Pictures of digits, of every kind that people send."""
