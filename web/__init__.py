"""The web page: a folder for each of its parts, and the service behind it."""
