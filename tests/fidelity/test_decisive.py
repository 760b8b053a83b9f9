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
for rare in (generate.odd_anchor, generate.issuing_limits, generate.spellings):
    made += [rare(rng).line(rng) for _ in range(count // 2)]
lines = [json.dumps(line) for line in made]
run = subprocess.run([sys.argv[1]], input="\n".join(lines) + "\n", capture_output=True, text=True)
# Strict verification asks more of anchors and key identifiers than these two.
CANNOT = {("python-3.13", "anchor_ca"), ("python-3.13", "algorithm_binds")}
# The first certificate of the store is enough for partial chains, so that nothing can repeat.
CANNOT |= {(profile, "repeats_anchors") for profile in
           ("openssl-3-partial", "curl-openssl", "python-3.13")}
idle = [row for row in map(json.loads, run.stdout.splitlines())
        if not row["decided"] and (row["profile"], row["switch"]) not in CANNOT]
print(f"{len(run.stdout.splitlines())} switches of profiles in {count} scenarios, {len(idle)} idle")
for row in idle:
    print(f"  {row['profile']}: {row['switch']} decides nothing")
sys.exit(bool(idle) or run.returncode not in (0, 1))
