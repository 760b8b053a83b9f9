# SPDX-License-Identifier: Apache-2.0
"""Memory stays flat however often one asks. usage: memory.py CALLS

Four calls make a round: a report with all of its parts, its JSON, the roots that it lacks, and a call that
raises. Prints one line of JSON: the resident memory after a tenth of the rounds, and at the end.
"""
import json
import pathlib
import sys

import chainready

ROOTS = pathlib.Path(__file__).resolve().parents[3] / "corpus" / "roots"
PEM = (ROOTS / "globalsign-root-ca.pem").read_bytes()
AT = 1795305600  # 2026-11-22


def resident() -> int:
    """KiB of resident memory."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


CALLS_A_ROUND = 4


def play_round() -> None:
    """One of everything."""
    report = chainready.ready(PEM, timelines="oss-globalsign", at=AT)
    assert report.verdict == "breaks_later" and len(report.to_json()) > 1000 and report.missing()
    try:
        chainready.ready(b"0\x82\x01", at=AT)
    except chainready.MalformedError:
        return
    raise AssertionError("a truncated store was accepted")


def main() -> int:
    """Counts."""
    calls = int(sys.argv[1])
    early = 0
    rounds = calls // CALLS_A_ROUND
    for number in range(rounds):
        play_round()
        if number == rounds // 10:
            early = resident()
    print(json.dumps({"calls": calls, "early_kib": early, "late_kib": resident()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
