"""Answers for programs, and what protects the server: limits, closed doors, images as text."""
