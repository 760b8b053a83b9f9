#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Data flows one way: an #include never points to a layer above, and some headers have one user.

The layers are the ones of docs/ARCHITECTURE.md, lowest first; a file may include its own layer's
headers and those of the layers before it. A file that no layer names is an error, so that nobody adds
one without saying where it belongs. The document's table names each file, too.

usage: layers.py ROOT
"""
import pathlib
import re
import sys

LAYERS = [
    ["chain"],
    ["status", "error", "mem", "builtin"],
    ["span", "text", "table", "index", "file", "pem", "properties", "lifetime", "instant", "page", "csv"],
    ["root", "find", "find_system", "find_settings", "find_java", "find_security", "find_php", "find_bundle"],
    ["der"],
    ["algorithm", "key", "name", "name_text", "general_name"],
    ["sig", "cipher", "pbe"],
    ["cert", "extension"],
    ["finding", "profile", "profile_runtime", "java_security", "public_suffix", "constraints", "policy", "crl", "crl_point",
     "crl_list", "revocation", "hostname", "link"],
    ["rule", "list"],
    ["source", "jks", "pkcs12", "pkcs7", "p11kit", "trusted"],
    ["store", "memo"],
    ["graph"],
    ["issuer"],
    ["build", "build_first", "build_sent", "check", "check_edge", "check_node", "check_note",
     "check_rules", "check_strength", "check_subject", "check_policy", "check_revocation",
     "check_runtime", "check_disabled"],
    ["segment", "segment_first", "segment_instants", "segment_pinned", "segment_search", "signer"],
    ["json_reader", "json_writer", "baseline", "timeline", "timeline_links", "timeline_read", "timeline_remarks",
     "timeline_text"],
    ["result", "exposure", "capture", "record"],
    ["reader", "outcome", "reason", "fix", "recipe", "verify"],
    ["timeline_draft", "timeline_verify", "ready_options", "bulk", "ready_job", "ready_result", "ready_fix", "ready_store",
     "report", "ready_reader", "report_reader", "report_matrix", "page_problem", "report_text", "report_json",
     "report_script", "report_html", "report_format", "report_remarks", "report_csv",
     "report_junit", "report_markdown", "report_prometheus", "report_sarif", "fleet",
     "ready"],
]
# Headers of other libraries, and the only files that may know them.
ONE_USER = {
    "libtasn1.h": {"der"},
    "nettle/": {"sig", "cipher"},
    "gmp.h": {"sig"},
    "jansson.h": {"json_reader", "json_writer", "fleet", "record", "timeline_draft", "timeline_links", "timeline_read", "timeline_remarks",
                  "timeline_text"},
}
# A clock is read in the command and the bindings, never in the library.
CLOCKS = re.compile(r"\b(time|clock_gettime|gettimeofday|localtime|localtime_r)\s*\(")

root = pathlib.Path(sys.argv[1]) / "libchain"
rank = {noun: number for number, nouns in enumerate(LAYERS) for noun in nouns}
complaints = []
for path in sorted([*root.glob("*.c"), *root.glob("*.h")]):
    text = path.read_text("utf-8")
    noun = path.stem
    if noun not in rank:
        complaints.append(f"{path.name}: stands in no layer")
        continue
    for include in re.findall(r'^#include "(\w+)\.h"', text, re.M):
        if include not in rank:
            complaints.append(f"{path.name}: includes {include}.h, which stands in no layer")
        elif rank[include] > rank[noun]:
            complaints.append(f"{path.name}: includes {include}.h, which stands above it")
    for include in re.findall(r"^#include <([^>]+)>", text, re.M):
        for header, users in ONE_USER.items():
            if include.startswith(header) and noun not in users:
                complaints.append(f"{path.name}: includes <{include}>, which only {sorted(users)} may")
    code = re.sub(r'/\*.*?\*/|"(?:[^"\\\n]|\\.)*"', "", text, flags=re.S)
    if CLOCKS.search(code):
        complaints.append(f"{path.name}: reads a clock")
# The table of the document says where each file belongs.
table = "\n".join(line for line in (root.parent / "docs" / "ARCHITECTURE.md").read_text("utf-8").splitlines()
                  if line.startswith("| "))
named = {noun.removesuffix(".h") for row in table.splitlines() for noun in re.findall(r"`(\w+(?:\.h)?)`", row.split("|")[2])}
complaints += [f"{noun}: docs/ARCHITECTURE.md does not name it" for noun in sorted(rank.keys() - named)]
complaints += [f"{noun}: docs/ARCHITECTURE.md names it, and it is not there" for noun in sorted(named - rank.keys())]
for complaint in complaints:
    print(complaint)
print(f"{len(rank)} files in {len(LAYERS)} layers, {len(complaints)} complaints")
sys.exit(bool(complaints))
