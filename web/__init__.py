"""The web page: a room for each of its parts, and the service that answers it and programs."""
