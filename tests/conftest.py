"""Every test computes as the console script does: with one thread of OpenBLAS, set before numpy is imported."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
