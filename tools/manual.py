#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes chainready(1) in mdoc, out of what the program says of itself with --help.

usage: manual.py CHAINREADY OUTPUT
"""
import pathlib
import re
import subprocess
import sys
import textwrap

FILES = [
    ("~/.local/share/chainready/timelines/ID.json",
     "Migrations that stand for the built-in ones of their ids, unless their facts are older. "
     "XDG_DATA_HOME and XDG_DATA_DIRS name other folders."),
]
ENVIRONMENT = [
    ("NO_COLOR", "No color, when set and not empty."),
    ("SSL_CERT_FILE, SSL_CERT_DIR, JAVA_TOOL_OPTIONS, ...", "Where runtimes look for their roots; check looks there too."),
    ("TZ", "The zone of local times, which verify shows beside UTC."),
]
EXITS = [("0", "Ready, or nothing is pending."), ("1", "Breaks later, within the window."), ("2", "Broken."),
         ("3", "Unknown: it could not be decided."), ("64", "The command line is wrong."),
         ("65", "Input is not what it should be."), ("66", "There is no such file."), ("70", "A fault of chainready."),
         ("77", "A file may not be read.")]
EXAMPLES = [("Are the root stores of this machine ready?", "chainready check"),
            ("One store, as a page", "chainready check --roots /opt/app/cacert.pem --html report.html"),
            ("What an unpacked image would do", "chainready check --sysroot rootfs --format sarif --origin Dockerfile"),
            ("The commands that add what is missing", "chainready fix --write-pem . > fix.sh")]


def escape(text):
    """Nothing of it is a request or an escape; hyphens of options stay ASCII."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text


def paragraph(text):
    """A sentence a line, as mandoc asks."""
    sentences = re.sub(r"([.?!]) +(?=[A-Z])", r"\1\n", " ".join(text.split())).split("\n")
    return [escape(line) for sentence in sentences
            for line in textwrap.wrap(sentence, 70, break_on_hyphens=False, break_long_words=False)]


def said(program, *words):
    """What it prints."""
    return subprocess.run([program, *words], check=True, text=True, capture_output=True).stdout


def items(pairs, width):
    """A list of tags and what they mean."""
    lines = [f".Bl -tag -width {width}"]
    for tag, text in pairs:
        lines += [".It " + escape(tag), *paragraph(text)]
    return lines + [".El"]


def command_section(program, name):
    """One command: its usage, what it does, its options, and the rest as it stands."""
    lines = [f".Ss {name}"]
    blocks = said(program, name, "--help").rstrip("\n").split("\n\n")
    for block in blocks:
        if block.startswith(("usage:", "  ")):
            lines += [".Bd -literal", *map(escape, block.split("\n")), ".Ed"]
        else:
            lines += [".Pp", *paragraph(block)]
    return lines


def main(program, output):
    program = str(pathlib.Path(program).resolve())
    overview = said(program, "--help")
    version = said(program, "--version").split()[-1]
    commands = re.findall(r"^  (\w+) +(.+)$", overview, re.M)
    lines = [".\\\" Made by tools/manual.py of what chainready says of itself.", ".Dd November 22, 2026", ".Dt CHAINREADY 1", ".Os",
             ".Sh NAME", ".Nm chainready", ".Nd whether root stores validate the servers that you call, on every date",
             ".Sh SYNOPSIS", ".Nm", ".Ar command", ".Op Ar options", ".Sh DESCRIPTION",
             *paragraph(overview.split("\n\n")[1]), f"This is version {version}.", ".Pp", "The commands are:",
             *items(commands, "timelines"), ".Sh COMMANDS"]
    for name, _ in commands:
        lines += command_section(program, name)
    lines += [".Sh ENVIRONMENT", *items(ENVIRONMENT, "Ds"), ".Sh FILES", *items(FILES, "Ds"),
              ".Sh EXIT STATUS", *items(EXITS, "00"), ".Sh EXAMPLES"]
    for title, command in EXAMPLES:
        lines += [escape(title) + ("" if title.endswith("?") else ":"), ".Pp", ".Dl " + escape(command), ".Pp"]
    lines[-1:] = [".Sh SEE ALSO", ".Xr openssl 1 ,", ".Xr update-ca-certificates 8"]
    pathlib.Path(output).write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
