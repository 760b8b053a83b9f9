# SPDX-License-Identifier: Apache-2.0
"""What asking costs at start-up, against the runtime's own loading of the same store.

usage: boot.py [ROUNDS [--build DIR]]

Each measurement is the first thing that a fresh process does after `import ssl`, and the two alternate:
`ssl.create_default_context()`; `import chainready` and `chainready.ready()` over the same file (SSL_CERT_FILE,
the machine's store) and the current migrations, and about all that are built in. Prints minimum and median in
milliseconds of processor time, which neighbours disturb least, and asserts nothing about them.
"""
import compileall
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import stage

STORE = "/etc/ssl/certs/ca-certificates.crt"
CONTEXT = """
import json, ssl, time
start = time.process_time()
context = ssl.create_default_context()
print(json.dumps({"context": time.process_time() - start,
                  "roots": context.cert_store_stats()["x509"]}))
"""
READY = """
import json, ssl, time
start = time.process_time()
import chainready
imported = time.process_time()
sets = [each for each in chainready.root_sets() if each.id == "python-ssl"]
report = chainready.ready(sets)
cold = time.process_time()
chainready.ready(sets)
warm = time.process_time()
whole = chainready.ready()
stacks = time.process_time()
chainready.ready(sets, timelines=chainready.timeline_ids())
print(json.dumps({"import": imported - start, "ready": cold - imported, "all": cold - start,
                  "warm": warm - cold, "stacks": stacks - warm,
                  "built_in": time.process_time() - stacks,
                  "roots": report.stores[0].roots}))
"""


def run(code: str) -> dict[str, float]:
    """One fresh process."""
    env = {**os.environ, "SSL_CERT_FILE": STORE, "SSL_CERT_DIR": "/nowhere"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is compiled
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=env)
    return dict(json.loads(done.stdout))


def main() -> int:
    """From a build, or as installed."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    if len(sys.argv) < 4:
        return compare(rounds)
    with tempfile.TemporaryDirectory() as folder:
        stage.stage(pathlib.Path(sys.argv[3]), pathlib.Path(folder))
        compileall.compile_dir(folder, quiet=1)  # as pip does
        os.environ["PYTHONPATH"] = folder
        return compare(rounds)


def compare(rounds: int) -> int:
    """Alternates."""
    seen: dict[str, list[float]] = {}
    for _ in range(rounds):
        context, ready = run(CONTEXT), run(READY)
        assert context.pop("roots") == ready.pop("roots") > 100
        for name, value in {**context, **ready}.items():
            seen.setdefault(name, []).append(1000 * value)
    words = {"context": "ssl.create_default_context()", "import": "import chainready",
             "ready": "chainready.ready(), cold", "all": "import and ready() together",
             "warm": "chainready.ready() again", "stacks": "chainready.ready() of all stacks",
             "built_in": "about all built-in migrations"}
    for name, text in words.items():
        low, middle = min(seen[name]), statistics.median(seen[name])
        print(f"{text:34} min {low:8.2f} ms   median {middle:8.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
