"""The page as a folder of files, for a host that runs no Python."""
