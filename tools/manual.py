#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes chainready(1), and a page for each command, in mdoc, out of what the program says of itself with --help.

usage: manual.py CHAINREADY OUTPUT...      chainready.1, or chainready-COMMAND.1
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
# By command; "" is the page of all. tests/docs runs each.
EXAMPLES = {
    "": [("Are the root stores of this machine ready?", "chainready check"),
         ("The commands that add what is missing", "chainready fix > fix.sh")],
    "check": [("One store, as a page", "chainready check --roots old.pem --html report.html"),
              ("What an unpacked image would do",
               "chainready check --sysroot rootfs --format sarif --origin Dockerfile"),
              ("A captured chain on a day to come",
               "chainready check --roots old.pem --chain captured.txt --at 2027-02-01")],
    "fix": [("Look before you run it", "chainready fix --roots old.pem --write-pem . > fix.sh")],
    "stores": [("The stores of an unpacked image", "chainready stores --sysroot rootfs")],
    "verify": [("One chain for two years", "chainready verify --roots roots.pem --chain chain.pem")],
    "timelines": [("Where do the facts come from?", "chainready timelines oss-globalsign"),
                  ("Do they hold?", "chainready timelines --verify")],
    "record": [("Many captured chains, judged", "chainready record captured.txt | chainready check --ndjson --chain -")],
    "report": [("A fleet as one page", "chainready report web-1.json --html fleet.html")],
    "explain": [("What does this finding mean?", "chainready explain no_issuer")],
    "completion": [("For this session of bash", "chainready completion bash > chainready.bash")],
}


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


def tag(text):
    """The name of an option and its value, or whatever else a list explains."""
    words = []
    for word in text.split():
        end = " ," if word.endswith(",") else ""
        word = escape(word.rstrip(","))
        words.append(("Fl " + word[2:] if word.startswith("\\-\\-") else "Ar " + word) + end)
    return " ".join(words)


def option_list(block):
    """Lines of options, each with what stands behind or below it."""
    pairs = []
    for line in block.split("\n"):
        match = re.match(r"  (\S.*?)(?:\s{2,}(\S.*))?$", line) if re.match(r"  \S", line) else None
        if match:
            pairs.append((match.group(1), match.group(2) or ""))
        else:
            pairs[-1] = (pairs[-1][0], pairs[-1][1] + " " + line.strip())
    lines = [".Bl -tag -width Ds"]
    for name, text in pairs:
        lines += [".It " + (tag(name) if name.startswith("--") else escape(name)), *paragraph(text)]
    return lines + [".El"]


def examples(name):
    """The section of them."""
    lines = [".Sh EXAMPLES"]
    for title, command in EXAMPLES[name]:
        lines += [escape(title) + ("" if title.endswith("?") else ":"), ".Pp", ".Dl " + escape(command), ".Pp"]
    return lines[:-1]


def head(name, about):
    """What every page begins with."""
    return [".\\\" Made by tools/manual.py of what chainready says of itself.", ".Dd November 22, 2026",
            f".Dt {name.upper()} 1", ".Os", ".Sh NAME", f".Nm {name}", ".Nd " + escape(about.rstrip("?"))]


def page_of(program, name, summary):
    """One command: its usage, what it does, its options, and the rest as it stands."""
    parts = {"SYNOPSIS": [], "DESCRIPTION": [], "OPTIONS": [], "EXIT STATUS": []}
    blocks = [block.strip("\n") for block in said(program, name, "--help=all").split("\n\n")]
    for block in blocks:
        block = re.sub(r"^All options: .*\n?", "", block, flags=re.M)
        if block.startswith("usage:"):
            usage = [re.sub("^(usage:| {6}) ", "", line) for line in block.split("\n")]
            parts["SYNOPSIS"] += [".Bd -literal", *map(escape, usage), ".Ed"]
        elif block.startswith("  --"):
            parts["OPTIONS"] += option_list(block)
        elif block.startswith("  ") and re.match(r"  \w+ {2,}", block):
            parts["DESCRIPTION"] += option_list(block)
        elif block.startswith("  "):
            parts["DESCRIPTION"] += [".Pp", *(".Dl " + escape(line.strip()) for line in block.split("\n"))]
        elif re.match("Exit: |FILE may be|TIME is", block):
            said_first, word, exits = re.match(r"(?s)(.*?)(?:(Exit: |Errors: )(.*))?$", block).groups()
            parts["OPTIONS"] += [".Pp", *paragraph(said_first)] if said_first else []
            parts["EXIT STATUS"] += [".Pp", *paragraph((word if word == "Errors: " else "") + exits)]
        else:
            parts["DESCRIPTION"] += [".Pp", *paragraph(block)]
    lines = head("chainready-" + name, summary)
    for title, body in parts.items():
        if body:
            lines += [".Sh " + title, *(body[1:] if body[0] == ".Pp" else body)]
    return lines + examples(name) + [".Sh SEE ALSO", ".Xr chainready 1"]


def overview_of(program, commands):
    """The page of all."""
    overview = said(program, "--help")
    version = said(program, "--version").split()[-1]
    lines = [*head("chainready", "whether root stores validate the servers that you call, on every date"),
             ".Sh SYNOPSIS", ".Nm", ".Ar command", ".Op Ar options", ".Sh DESCRIPTION",
             *paragraph(overview.split("\n\n")[1]), f"This is version {version}.", ".Pp",
             "The commands are, each with a page of its own:", ".Bl -tag -width Ds"]
    for name, summary in commands:
        lines += [f".It Xr chainready-{name} 1", *paragraph(summary)]
    return [*lines, ".El", ".Sh ENVIRONMENT", *items(ENVIRONMENT, "Ds"), ".Sh FILES", *items(FILES, "Ds"),
            ".Sh EXIT STATUS", *items(EXITS, "00"), *examples(""),
            ".Sh SEE ALSO", ".Xr openssl 1 ,", ".Xr update-ca-certificates 8"]


def main(program, *outputs):
    """A page for each output: chainready.1, or chainready-COMMAND.1."""
    program = str(pathlib.Path(program).resolve())
    commands = dict(re.findall(r"^  (\w+) +(.+)$", said(program, "--help"), re.M))
    for output in map(pathlib.Path, outputs):
        name = output.stem.partition("-")[2]
        lines = page_of(program, name, commands[name]) if name else overview_of(program, commands.items())
        output.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
