"""For every test: the loops of the engine are the plain ones, unless a test asks for the compiled ones.

They would come in from another thread, and tests that fork could do so in the middle of it.
"""

from __future__ import annotations

import os

os.environ["SEARCHNEWS_KERNELS"] = "numpy"
