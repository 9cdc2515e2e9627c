"""The networks in the visitor's browser: drawings are read there as on the server."""
