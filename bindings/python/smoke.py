# SPDX-License-Identifier: Apache-2.0
"""The bridge loads, answers and raises. usage: smoke.py PACKAGE BUILD"""
import importlib
import json
import pathlib
import sys

PEM = "/etc/ssl/certs/ca-certificates.crt"
AT = 1795305600  # 2026-11-22


def main() -> int:
    package, build = sys.argv[1:]
    sys.path.insert(0, str(pathlib.Path(package).parent))
    chainready = importlib.import_module("chainready")
    chainready.__path__.append(build)
    native = importlib.import_module("chainready.native")
    errors = importlib.import_module("chainready._errors")

    question = native.Question(AT, AT + 730 * 86400)
    store = native.Store.from_path(PEM, None)
    question.add_store(store, None)
    assert question.add_current_timelines() == 3
    del store
    report = question.run()
    del question
    assert json.loads(report.json())["schema"] == "libchain.report/1"
    assert report.outcome().readiness() == "ready", report.text(80, False, False, False)
    print(report.text(80, False, True, True) or "quiet: ready")

    for wrong in (lambda: native.Store.from_path("/nowhere", None),
                  lambda: native.Store.from_bytes("mine", b"0\x82", None),
                  lambda: native.Timeline.builtin("none"), lambda: native.Question(AT, AT),
                  lambda: native.Store.from_path(None, None)):
        try:
            wrong()
        except errors.Error as error:
            print(error.status, error.entry, error.offset, error)
        else:
            raise AssertionError("did not raise")
    for bad in ("\0", 1):
        try:
            native.Store.from_path(bad, None)
        except (ValueError, TypeError) as error:
            print(type(error).__name__, error)
        else:
            raise AssertionError("did not raise")
    return 0


if __name__ == "__main__":
    sys.exit(main())
