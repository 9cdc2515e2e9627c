"""Commands that measure this project's claims: `python -m benchmarks.NAME`."""

import os

# Errors only. TensorFlow reads it while it loads, so it must be set before any import of it.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
