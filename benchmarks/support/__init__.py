"""What the commands measure with: corruptions, other people's networks, a server, visitors."""
