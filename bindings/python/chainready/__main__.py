# SPDX-License-Identifier: Apache-2.0
"""``python -m chainready`` is the command ``chainready``: the same program, linked into the extension."""
from __future__ import annotations

import os
import signal
import sys

from . import native


def main() -> int:
    """Runs the command with the arguments of this process; its exit code."""
    # Python ignores SIGPIPE, and takes note of SIGINT only between two of its own instructions.
    for name in ("SIGINT", "SIGPIPE"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    sys.stdout.flush()
    return native.command([os.fsdecode(word) for word in ("chainready", *sys.argv[1:])])


if __name__ == "__main__":
    sys.exit(main())
