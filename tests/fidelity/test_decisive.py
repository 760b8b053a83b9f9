#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every switch of every profile decides something.

usage: test_decisive.py PROGRAM [SCENARIOS]
"""
import itertools
import json
import pathlib
import random
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import generate

count = int(sys.argv[2]) if len(sys.argv) > 2 else 300
rng = random.Random(11)
made = list(itertools.islice(generate.scenarios(11), count))
made += [make(rng).line(rng) for make in generate.INCIDENTS for _ in range(count // 4)]
made += [generate.long_chain(rng).line(rng)]
lines = [json.dumps(line) for line in made]
run = subprocess.run([sys.argv[1]], input="\n".join(lines) + "\n", capture_output=True, text=True)
rows = [json.loads(line) for line in run.stdout.splitlines()]
idle = [row for row in rows if row["decided"] < row.get("of", 1)]
print(f"{len(rows)} switches of profiles in {len(made)} scenarios, {len(idle)} idle")
for row in idle:
    print(f"  {row['profile']}: {row['switch']} decides {row['decided']}"
          f"{' of ' + str(row['of']) if 'of' in row else ''}")
if run.returncode not in (0, 1) or not rows:
    sys.exit(f"{sys.argv[1]}: exit code {run.returncode} {run.stderr}")
sys.exit(bool(idle))
