"""The figures of the commands as Markdown tables."""
