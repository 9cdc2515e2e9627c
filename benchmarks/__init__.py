"""Commands that measure what this project claims: `python -m benchmarks.NAME`.

`support` holds what several of them need, `tables` turns their figures into Markdown.
"""

import os

# Errors only. TensorFlow reads it while it loads, so it must stand before any import of it.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
