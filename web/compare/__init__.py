"""The tab that compares the networks."""
