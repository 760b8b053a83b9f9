# SPDX-License-Identifier: Apache-2.0
"""The curl command; see handshake.py. usage: client_curl.py CURL"""
import json
import subprocess
import sys

for line in sys.stdin:
    case = json.loads(line)
    target = f"{case['host']}:{case['port']}"
    run = subprocess.run([sys.argv[1], "-sS", "-o", "/dev/null", "--noproxy", "*", "--cacert", case["ca"],
                          "--capath", case["none"],
                          "--connect-to", f"{target}:127.0.0.1:{case['port']}", f"https://{target}/"],
                         capture_output=True, text=True)
    why = run.stderr.strip().splitlines()
    print("1" if run.returncode == 0 else f"0:{run.returncode} {why[0] if why else ''}", flush=True)
