# SPDX-License-Identifier: Apache-2.0
"""An unpacked image, made up file by file, and what chainready finds in it."""
import pathlib
from typing import Any, Union

import pki
from command import Chainready

AT = ("--at", "2026-11-22T00:00:00Z")
ROOT = pki.authority("Image Root")
PEM = ROOT.pem.decode()


class Image:
    """Files below a folder."""

    def __init__(self, folder: pathlib.Path, chainready: Chainready) -> None:
        self.folder, self.chainready = folder, chainready
        folder.mkdir(exist_ok=True)

    def put(self, path: str, content: Union[str, bytes] = PEM) -> pathlib.Path:
        """A file; a root by default."""
        place = self.folder / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return place

    def link(self, path: str, target: str) -> None:
        """A symbolic link; an absolute target is meant inside."""
        place = self.folder / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(target)

    def stores(self, *more: str) -> list[dict[str, Any]]:
        """All stores that are found, with paths as the image has them."""
        run = self.chainready("stores", "--json", "--sysroot", self.folder, *AT, *more)
        if run.code == 66:
            assert "no root store found" in run.err
            return []
        assert run.code == 0, run.err
        found = run.document["stores"]
        for each in found:
            each["path"] = each["path"].removeprefix(str(self.folder))
        return found

    def found(self) -> dict[str, str]:
        """Path to id."""
        return {each["path"]: each["id"] for each in self.stores()}

    def only(self) -> dict[str, Any]:
        """The one store that is there."""
        stores = self.stores()
        assert len(stores) == 1, [each["path"] for each in stores]
        return stores[0]
