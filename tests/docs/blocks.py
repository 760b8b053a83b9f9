# SPDX-License-Identifier: Apache-2.0
"""The code blocks of a document, and the shell script that does what a reader of it would do, in order.

Every block is fenced and says its language:

    console     commands behind "$ ", each with what it prints, of which "…" stands for any text of a line, and
                alone on a line for any lines. Without anything shown, what is printed is not compared.
    sh          commands, which must succeed
    c python java php
                a program. Where the words right before it end with "as `NAME`:" it is saved under that name, for
                the commands that follow; else it is a fragment of one, and is run as such
    others      are not run; they are saved where they have a name

What cannot be run says so to the reader, in the paragraph right after the block: "*Not run by the tests: why.*"
"""
import dataclasses
import pathlib
import re
import shlex

RUN = ("console", "sh", "c", "python", "java", "php")
SHOWN = ("text", "json", "xml", "ini", "yaml", "diff")
LEFT_OUT = re.compile(r"\*Not run by the tests: (.+?)\*", re.S)
NAMED = re.compile(r"as `([\w./-]+)`:$")
MARK = "\x1e"


class DocumentError(Exception):
    """A document that does not keep to the form."""


@dataclasses.dataclass
class Block:
    """One fenced block."""
    place: str
    language: str
    text: str
    name: str = ""
    reason: str = ""  # why it is not run


@dataclasses.dataclass
class Step:
    """One command, where it stands, and what it prints: nothing where the document does not show it."""
    place: str
    command: str
    printed: str = ""


def blocks_of(text: str, name: str) -> list[Block]:
    """All blocks of a document."""
    found = []
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        fence = re.match(r"( *)```(\S*)", lines[number])
        if not fence:
            if re.match(r" {4}\S", lines[number]) and not lines[number - 1].strip():
                raise DocumentError(f"{name}:{number + 1}: an indented block; fence it and name its language")
            number += 1
            continue
        indent, language = fence.groups()
        end = next(i for i in range(number + 1, len(lines)) if lines[i].strip() == "```")
        body = [line.removeprefix(indent) for line in lines[number + 1:end]]
        place = f"{name}:{number + 1}"
        if language not in RUN + SHOWN:
            raise DocumentError(f"{place}: '{language}' is none of {', '.join(RUN + SHOWN)}")
        named = NAMED.search(preceding(lines, number))
        reason = LEFT_OUT.match(paragraph_after(lines, end))
        found.append(Block(place, language, "\n".join(body) + "\n", named.group(1) if named else "",
                           " ".join(reason.group(1).split()) if reason else ""))
        number = end + 1
    return found


def preceding(lines: list[str], number: int) -> str:
    """The last line that says something before this one."""
    while number > 0 and not lines[number - 1].strip():
        number -= 1
    return lines[number - 1].strip() if number else ""


def paragraph_after(lines: list[str], number: int) -> str:
    """The paragraph that follows this line."""
    rest = "\n".join(line.strip() for line in lines[number + 1:]).lstrip("\n")
    return rest.partition("\n\n")[0]


def session(block: Block) -> list[Step]:
    """The commands of a console block; one that ends with a backslash goes on in the next line."""
    steps: list[Step] = []
    goes_on = False
    for offset, line in enumerate(block.text.splitlines(), 1):
        document, number = block.place.rsplit(":", 1)
        if line.startswith("$ "):
            steps.append(Step(f"{document}:{int(number) + offset}", line[2:]))
        elif goes_on:
            steps[-1].command += "\n" + line
        elif steps:
            steps[-1].printed += line + "\n"
        else:
            raise DocumentError(f"{block.place}: a console block begins with a command")
        goes_on = line.endswith("\\") and not (steps and steps[-1].printed)
    for step in steps:
        step.printed = step.printed.rstrip("\n") + "\n" if step.printed.strip() else ""
    return steps


# A fragment becomes a program: its type, what stands around it, and how it is run.
FRAGMENTS = {
    "c": ("fragment.c", "#include <libchain/chain.h>\n{imports}\n"
          "int main(void)\n{{\n    chain_status status = CHAIN_OK;\n    (void)status;\n{text}    return 0;\n}}\n",
          "cc -Wall -Werror fragment.c $(pkg-config --cflags --libs libchain) -o fragment && ./fragment"),
    "python": ("fragment.py", "{text}", "python3 fragment.py"),
    "java": ("Fragment.java", "import org.libchain.*;\n{imports}\nclass Fragment {{\n"
             "    public static void main(String[] words) throws Exception {{\n{text}    }}\n}}\n", "java Fragment.java"),
    "php": ("fragment.php", "<?php\n{text}", "php fragment.php"),
}


def fragment(block: Block) -> tuple[str, str, str]:
    """(name, text, command)"""
    name, around, command = FRAGMENTS[block.language]
    text = block.text
    imports = re.findall(r"^(?:#include|import) .*$", text, re.M) if block.language in ("c", "java") else []
    for line in imports:
        text = text.replace(line + "\n", "")
    return name, around.format(text=text.removeprefix("<?php\n"), imports="\n".join(imports)), command


def steps_of(blocks: list[Block]) -> list[Step]:
    """What a reader does."""
    steps: list[Step] = []
    for block in blocks:
        if block.name:
            steps.append(Step(block.place, saved(block.name, block.text)))
        elif block.reason or block.language in SHOWN:
            continue
        elif block.language == "console":
            steps += session(block)
        elif block.language == "sh":
            steps.append(Step(block.place, block.text.rstrip("\n")))
        else:
            name, text, command = fragment(block)
            steps.append(Step(block.place, saved(name, text) + "\n" + command))
    return steps


def saved(name: str, text: str) -> str:
    """The command that writes a file."""
    return f"cat > {shlex.quote(name)} <<'END OF BLOCK'\n{text}END OF BLOCK"


def script_of(steps: list[Step]) -> str:
    """One shell does all of it, as a reader's does. After each step it prints a mark and how the step ended."""
    lines = ["__code=0"]
    for step in steps:
        lines += ["(exit $__code)", step.command, "__code=$?", f"printf '{MARK}%d{MARK}' $__code"]
    return "\n".join(lines) + "\n"


def pattern(printed: str) -> str:
    """What a document shows, as a regular expression."""
    out = ""
    for line in printed.splitlines():
        if line.strip() == "…":
            out += r"(?:.*\n)*?"
        else:
            out += r".*".join(re.escape(part) for part in line.rstrip().split("…")) + r" *\n"
    return out


def unfolded(text: str) -> str:
    """Whether a command is folded after a backslash depends on how long this machine's paths are."""
    return re.sub(r" \\\n +", " ", text)


def same(printed: str, shown: str) -> bool:
    """Does the document show what was printed? Spaces at the ends of lines, and empty lines at the end, do not count."""
    return not shown or re.fullmatch(pattern(unfolded(shown)), unfolded(printed).rstrip("\n") + "\n") is not None


def documents(root: pathlib.Path) -> list[pathlib.Path]:
    """README, the guides and the tutorials; decisions (docs/adr) show nothing to be typed."""
    return [root / "README.md", *sorted((root / "docs").glob("*.md")), *sorted((root / "docs" / "tutorial").glob("*.md"))]
