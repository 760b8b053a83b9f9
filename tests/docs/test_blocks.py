# SPDX-License-Identifier: Apache-2.0
"""The documentation is followed by a shell, block after block, on the day that it was written: every command of it
runs, every program compiles and ends well, and what it shows is what is printed."""
import pathlib
import re
import subprocess
import time

import pytest

from blocks import (MARK, Block, DocumentError, Step, blocks_of, documents, same, script_of, session, steps_of)
from world import FAKETIME, REPOSITORY, World, furnish

DOCUMENTS = documents(REPOSITORY)
# Ends of chainready that are answers: docs/adr/0017 and `chainready --help`.
ANSWERS = (0, 1, 2, 3)


def name_of(path: pathlib.Path) -> str:
    return str(path.relative_to(REPOSITORY))


def blocks_in(path: pathlib.Path) -> list[Block]:
    return blocks_of(path.read_text("utf-8"), name_of(path))


@pytest.fixture(name="world", scope="session")
def _world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    if not FAKETIME:
        pytest.skip("there is no faketime here: the documents are of a fixed day")
    return World(tmp_path_factory.mktemp("world"), pathlib.Path(request.config.getoption("--chainready")).resolve())


def follow(steps: list[Step], world: World, folder: pathlib.Path) -> list[tuple[Step, str, int]]:
    """What each step prints, and how it ends; a reader sees both streams."""
    done = subprocess.run([*world.clock(), "bash", "--norc", "-s"], input=script_of(steps), text=True, cwd=folder, check=False, timeout=600,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=dict(world.environment(folder)))
    parts = done.stdout.split(MARK)
    assert len(parts) == 2 * len(steps) + 1, f"the shell stopped after {parts[-3:]}"
    return [(step, parts[2 * i], int(parts[2 * i + 1])) for i, step in enumerate(steps)]


def may_end(step: Step, code: int) -> bool:
    """Well, or where the answer is no good news: as chainready says it, or with words that the document shows."""
    if step.command.startswith("cat > "):  # a file, or a fragment
        return code == 0
    return code == 0 or bool(step.printed) or (code in ANSWERS and re.search(r"\bchainready\b", step.command) is not None)


def judge(results: list[tuple[Step, str, int]]) -> list[str]:
    """What is not as the document says."""
    wrong = []
    for step, printed, code in results:
        if not may_end(step, code):
            wrong.append(f"{step.place}: {step.command}\nended with {code}:\n{printed}")
        elif not same(printed, step.printed):
            wrong.append(f"{step.place}: {step.command}\nprinted:\n{printed}shown:\n{step.printed}")
    return wrong


@pytest.mark.parametrize("path", DOCUMENTS, ids=map(name_of, DOCUMENTS))
def test_the_document_is_true(world: World, tmp_path: pathlib.Path, path: pathlib.Path) -> None:
    blocks = blocks_in(path)
    for language in ("python", "java", "php"):
        if language in world.missing and any(block.language == language and not block.reason for block in blocks):
            pytest.skip(world.missing[language])
    furnish(tmp_path / "here")
    begin = time.monotonic()
    wrong = judge(follow(steps_of(blocks), world, tmp_path / "here"))
    assert not wrong, "\n".join(wrong)
    print(f"{name_of(path)}: {len(steps_of(blocks))} steps, {time.monotonic() - begin:.1f} s")


def test_what_is_left_out_is_said_and_is_little() -> None:
    """Most blocks run; those that do not have a reason that is a sentence."""
    runnable = [block for path in DOCUMENTS for block in blocks_in(path) if block.language in ("console", "sh", "c", "python", "java", "php")]
    left = [block for block in runnable if block.reason]
    assert len(runnable) > 60 and len(left) <= len(runnable) // 3, [block.place for block in left]
    assert all(len(block.reason.split()) >= 4 for block in left)


@pytest.mark.parametrize("text, words", [
    ("Type\n\n    chainready check\n", "an indented block"),
    ("```\nx\n```\n", "is none of"),
    ("```bash\nx\n```\n", "is none of"),
])
def test_a_document_out_of_form_is_refused(text: str, words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        blocks_of(text, "x.md")


def test_untrue_documents_would_be_seen(world: World, tmp_path: pathlib.Path) -> None:
    """Each rule above can fail."""
    text = """
```console
$ chainready check --roots old.pem --timeline oss-globalsign
Ready …
$ chainready check --formt sarif
$ false
$ echo one two
one …
$ echo a; echo b
a
```

```python
raise SystemExit(9)
```

```c
return chain_status_name(1) ? 7 : 0;
```

```sh
exit_later() { return 5; }
exit_later
```
"""
    if "python" in world.missing:
        pytest.skip(world.missing["python"])
    furnish(tmp_path / "here")
    wrong = judge(follow(steps_of(blocks_of(text, "x.md")), world, tmp_path / "here"))
    places = [line.split(": ")[0] for line in wrong]
    assert places == ["x.md:3", "x.md:5", "x.md:6", "x.md:9", "x.md:13", "x.md:17", "x.md:21"], wrong


def test_what_is_shown() -> None:
    """What "…" stands for."""
    assert same("a\nb\nc\n", "a\n…\nc\n") and same("a 1 b\n", "a … b\n") and same("a\n", "a\n…\n") and same("x", "")
    assert same("a b c\n", "… \\\n    b c\n") and same("a \\\n  b\n", "… b\n") and not same("a\n  b\n", "a b\n")
    assert not same("a\nb\n", "a\n") and not same("b\n", "a\n") and not same("a 1 b\nc\n", "a … b\n")
    steps = session(Block("x.md:1", "console", "$ one \\\n  two\nout\n$ three\n"))
    assert [(step.place, step.command, step.printed) for step in steps] == [("x.md:2", "one \\\n  two", "out\n"), ("x.md:5", "three", "")]
