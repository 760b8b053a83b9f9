#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the API reference, one HTML page, out of chain.h: the decision on it (docs/adr) says why not with a
tool of others.

usage: reference.py HEADER OUTPUT [CHAINREADY]

What is public is documented where it is declared, or this fails and names it. A declaration is documented by
the comment right above it, or by the one that begins on its last line. Of functions whose name ends in _ref,
_unref or _free the contract of the header speaks, and the page repeats it. With CHAINREADY, the command, the
findings have their meanings, their sections and their advice.
"""
import dataclasses
import html
import pathlib
import re
import subprocess
import sys
from typing import Callable, Iterator

TOKEN = re.compile(r"/\*.*?\*/|\n|[^\n/]+|/", re.S)
SECTION = re.compile(r"^-{2,} (.+?) -{2,}$")
CONTRACT = {
    "_ref": "Takes one more reference, and returns the same object, which must not be NULL.",
    "_unref": "Gives a reference back; the last one ends the object. NULL is fine.",
    "_free": "Ends the object, which belongs to the caller. NULL is fine.",
}


@dataclasses.dataclass
class Declaration:
    """One function, type or macro, as it stands in the header."""
    name: str
    kind: str
    code: str
    line: int
    end: int
    words: list[str]


@dataclasses.dataclass
class Section:
    """What stands below one heading."""
    title: str
    entries: list[Declaration]


class HeaderError(Exception):
    """Something of the header is not documented, or of no form that is known."""


def plain(comment: str) -> str:
    """The text of a comment, without what draws it."""
    lines = comment[2:-2].split("\n")
    return "\n".join([lines[0].strip(), *(re.sub(r"^\s*\* ?", "", line).rstrip() for line in lines[1:])]).strip("\n")


def tokens(text: str) -> Iterator[tuple[str, int]]:
    """Comments, ends of lines and what is between them, each with its line."""
    line = 1
    for match in TOKEN.finditer(text):
        yield match.group(), line
        line += match.group().count("\n")


class Reader:
    """The header, read once from its begin to its end."""

    def __init__(self, text: str) -> None:
        self.sections = [Section("The library", [])]
        self.contract = ""
        self._above: str | None = None   # the comment that nothing but one end of line separates from what follows
        self._code = ""                  # of a declaration that has not ended
        self._begin = 0
        self._last: Declaration | None = None  # ended on this line
        for token, line in tokens(text):
            if token == "\n":
                self._end_line()
            elif token.startswith("/*"):
                self._comment(token, line)
            else:
                self._text(token, line)

    def _end_line(self) -> None:
        if self._code:
            self._code += "\n"
            if self._code.startswith("#") and not self._code.endswith("\\\n"):
                self._declare()
        elif self._above is not None and self._above.endswith("\n"):
            self._above = None
        elif self._above is not None:
            self._above += "\n"
        self._last = None

    def _comment(self, token: str, line: int) -> None:
        words = plain(token)
        heading = SECTION.match(words)
        if heading:
            self.sections.append(Section(heading.group(1), []))
        elif self._code:
            self._code += token
        elif self._last is not None and self._last.kind != "macro":
            self._last.words.append(words)
        elif line < 5 and "\n" in words:
            self.contract = words
        else:
            self._above = words

    def _text(self, token: str, line: int) -> None:
        if not self._code and not token.strip():
            return
        if not self._code:
            self._begin = line
        self._code += token
        ended = not self._code.startswith("#") and self._code.rstrip().endswith(";")
        bare = re.sub(r"/\*.*?\*/", "", self._code, flags=re.S)
        if ended and bare.count("{") == bare.count("}"):
            self._declare()
        elif re.match(r'extern "C" \{$|\}$', bare.strip()):
            self._code = ""

    def _declare(self) -> None:
        code, self._code = self._code.strip(), ""
        name, kind = name_of(code)
        above, self._above = self._above, None
        if not name:
            return
        words = [above.strip("\n")] if above else []
        if kind == "macro":
            code, comments = re.sub(r"\s*/\*.*?\*/", "", code), re.findall(r"/\*.*?\*/", code, re.S)
            words += map(plain, comments)
        end = self._begin + code.count("\n")
        self._last = Declaration(name, kind, code.replace("CHAIN_API ", ""), self._begin, end, words)
        self.sections[-1].entries.append(self._last)


def name_of(code: str) -> tuple[str, str]:
    """The name of what is declared, and what it is; nothing for what is of the preprocessor."""
    if code.startswith("#"):
        match = re.match(r"#define (CHAIN_(?!API\b)\w+)", code)
        return (match.group(1), "macro") if match else ("", "")
    bare = re.sub(r"/\*.*?\*/", " ", code, flags=re.S)
    if bare.startswith("typedef"):
        match = re.search(r"(\w+)\s*;$", bare)
        return (match.group(1), "type") if match else ("", "")
    constant = re.match(r"enum \{ (CHAIN_\w+) = \w+ \};$", bare)
    if constant:
        return constant.group(1), "constant"
    match = re.match(r"CHAIN_API\b[^;{}()]*?\b(chain_\w+)\s*\(", bare)
    if not match:
        raise HeaderError(f"neither a function, nor a type, nor a constant: {bare.splitlines()[0]}")
    return match.group(1), "function"


def complete(sections: list[Section], name: str) -> None:
    """Adds what the contract says; raises for what nothing documents. Constants share their first one's words."""
    missing = []
    for section in sections:
        before: Declaration | None = None
        for entry in section.entries:
            ending = re.search(r"_(?:un)?ref$|_free$", entry.name)
            if not entry.words and ending and entry.kind == "function":
                entry.words.append(CONTRACT[ending.group()])
            elif not entry.words and entry.kind == "macro" and before is not None and before.end + 1 == entry.line:
                entry.words += before.words
            if not any(word.strip() for word in entry.words):
                missing.append(f"{name}:{entry.line}: {entry.name} is public and has no comment")
            before = entry
    if missing:
        raise HeaderError("\n".join(missing))


def places(sections: list[Section]) -> dict[str, str]:
    """Where each name is declared: a constant in the type that it belongs to."""
    found = {}
    for entry in (entry for section in sections for entry in section.entries):
        found[entry.name] = entry.name
        if entry.kind == "type":
            bare = re.sub(r"/\*.*?\*/", " ", entry.code, flags=re.S)
            found.update((name, entry.name) for name in re.findall(r"\bCHAIN_\w+", bare))
    return found


def linked(code: str, names: dict[str, str], own: str = "") -> str:
    """Escaped, with what is declared here as links."""
    def link(match: re.Match[str]) -> str:
        word = match.group()
        place = names.get(word, own)
        return f'<a href="#{place}">{word}</a>' if place != own else word
    return re.sub(r"\b(?:chain|CHAIN)_\w+\b", link, html.escape(code, quote=False))


def prose(text: str, names: dict[str, str]) -> str:
    """Paragraphs and lists of terms."""
    out = []
    for block in re.split(r"\n\s*\n", text):
        terms = re.split(r"^ {2}(?=\S)", block, flags=re.M)
        if terms[0].strip():
            out.append("<p>" + words(terms[0], names) + "</p>")
        if len(terms) > 1:
            pairs = [re.split(r"(?<=\.)\s+", term, maxsplit=1) for term in terms[1:]]
            out.append("<dl>" + "".join(f"<dt>{words(pair[0], names)}</dt><dd>{words(pair[-1], names)}</dd>"
                                        for pair in pairs) + "</dl>")
    return "\n".join(out)


def words(text: str, names: dict[str, str]) -> str:
    """One paragraph; what stands between backticks is code."""
    text = linked(" ".join(text.split()), names)
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", text)


def colored(code: str, names: dict[str, str], own: str) -> str:
    """Code whose comments can be told from it."""
    parts = re.split(r"(/\*.*?\*/)", code, flags=re.S)
    return "".join(f'<span class="said">{linked(part, names)}</span>' if part.startswith("/*")
                   else linked(part, names, own) for part in parts)


def article(entry: Declaration, names: dict[str, str]) -> str:
    """One declaration."""
    said = "\n".join(prose(text, names) for text in entry.words)
    return (f'<article id="{entry.name}" data-name="{entry.name.lower()}">\n'
            f'<h3><a href="#{entry.name}">{entry.name}</a> <small>{entry.kind}</small></h3>\n'
            f'<pre tabindex="0">{colored(entry.code, names, entry.name)}</pre>\n{said}\n</article>')


def findings(program: str) -> str:
    """What `chainready explain` says, as a table."""
    said = subprocess.run([program, "explain"], check=True, text=True, capture_output=True).stdout
    rows = re.findall(r"^(\w+) \((.*)\)\n  (.*)\n  (.*)$", said, re.M)
    if not rows:
        raise HeaderError(f"{program} explain says nothing that is known")
    cells = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>\n" for row in rows)
    return ('<section id="meanings"><h2>What findings mean</h2><div class="wide" tabindex="0"><table><thead><tr>'
            "<th scope=col>name</th><th scope=col>section</th><th scope=col>meaning</th><th scope=col>what to do</th>"
            f"</tr></thead><tbody>\n{cells}</tbody></table></div></section>")


def anchor(title: str) -> str:
    """The id of a section."""
    return re.sub(r"\W+", "-", title.lower()).strip("-")


def page(reader: Reader, table: str, style: str) -> str:
    """All of it."""
    sections = [section for section in reader.sections if section.entries]
    names = places(sections)
    outline, body = [], []
    for section in sections:
        mark = anchor(section.title)
        items = "".join(f'<li data-name="{entry.name.lower()}"><a href="#{entry.name}">{entry.name}</a></li>'
                        for entry in section.entries)
        outline.append(f'<li><a href="#{mark}">{html.escape(section.title)}</a><ul>{items}</ul></li>')
        parts = "\n".join(article(entry, names) for entry in section.entries)
        body.append(f'<section id="{mark}"><h2>{html.escape(section.title)}</h2>\n{parts}</section>')
    if table:
        outline.append('<li><a href="#meanings">What findings mean</a></li>')
        body.append(table)
    title, _, rest = reader.contract.partition("\n")
    title = title.partition(": ")[2].capitalize()
    parts = {"style": style, "title": html.escape(title), "contract": prose(rest, names),
             "outline": "\n".join(outline), "body": "\n".join(body), "count": str(sum(len(section.entries) for section in sections))}
    fill: Callable[[re.Match[str]], str] = lambda match: parts[match.group(1)]
    return re.sub(r"@(\w+)@", fill, (pathlib.Path(__file__).parent / "reference.html").read_text("utf-8"))


def main(header: str, output: str, program: str = "") -> None:
    """Reads, checks and writes."""
    path = pathlib.Path(header)
    try:
        reader = Reader(path.read_text("utf-8"))
        complete(reader.sections, path.name)
        table = findings(str(pathlib.Path(program).resolve())) if program else ""
    except HeaderError as error:
        sys.exit(str(error))
    style = (pathlib.Path(__file__).parent / "reference.css").read_text("utf-8")
    pathlib.Path(output).write_text(page(reader, table, style), "utf-8")


if __name__ == "__main__":
    if not 3 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
