"""The HTTP service: what may be requested, by whom and how much, and the answers for programs."""
