# SPDX-License-Identifier: Apache-2.0
"""Root sets: what one HTTP stack of this process trusts."""
from __future__ import annotations

import os
import ssl
import sys
from functools import reduce
from typing import Optional, Union

from . import native
from ._errors import InputError, NotFoundError, UnsupportedError
from ._frozen import Frozen
from ._probe import looks_into

Path = Union[str, "os.PathLike[str]"]


class RootSet(Frozen):
    """The roots of one stack: those of all ``paths`` and all ``anchors`` together.

    :ivar id: unique within one report: "python-ssl". "": as the path is known.
    :ivar stack: who reads it, in words. "": as the path is known.
    :ivar paths: files and folders; the first names the set.
    :ivar anchors: DER certificates that the program itself handed over.
    :ivar data: the content of a file.
    :ivar config: the variable that points to it, or "".
    :ivar follows: its root program ("mozilla", "chrome", "jdk", "none"); "": as the path is known.
    :ivar doubt: why it cannot be told what is in it; it then counts as not readable.
    """
    id: str = ""
    stack: str = ""
    paths: tuple[str, ...] = ()
    anchors: tuple[bytes, ...] = ()
    config: str = ""
    follows: str = ""
    doubt: str = ""
    data: Optional[bytes] = None

    @classmethod
    def of_path(cls, path: Path, *, id: str = "", stack: str = "") -> RootSet:
        """A file or folder of any form that ``chainready`` reads."""
        return cls(id=id, stack=stack, paths=(os.fspath(path),))

    @classmethod
    def of_bytes(cls, data: bytes, *, id: str = "bytes", stack: str = "") -> RootSet:
        """The content of such a file."""
        return cls(id=id, stack=stack, data=data)

    @classmethod
    def of_context(cls, context: ssl.SSLContext, *, capath: Optional[Path] = None,
                   id: str = "python-sslcontext", stack: str = "") -> RootSet:
        """What an SSLContext trusts: what is loaded, and the folders that it looks into when a chain
        calls for them. It is asked whether OpenSSL's default folder is one; another one has to be
        given as ``capath``. A context of truststore's is taken to hold the system's roots alone.
        """
        words = stack or f"{python_name()} SSLContext ({_openssl(context.verify_flags)})"
        if is_truststore(type(context)):
            from ._stacks import system_paths
            return cls(id=id, stack=words + " over truststore", paths=system_paths())
        loaded = tuple(context.get_ca_certs(True))
        if capath is not None:
            return cls(id=id, stack=words, paths=(os.fspath(capath),), anchors=loaded)
        asked = {folder: looks_into(context, folder) for folder in default_folders()}
        doubtful = [folder for folder, answer in asked.items() if answer is None]
        return cls(id=id, stack=words, anchors=loaded,
                   paths=tuple(folder for folder, answer in asked.items() if answer),
                   doubt=f"it cannot be told whether it looks into {doubtful[0]}" if doubtful else "")

    def __repr__(self) -> str:
        held = f", {len(self.anchors)} anchors" if self.anchors else ""
        return f"<RootSet {self.id or 'without an id'}: {', '.join(self.paths)}{held}>"

    @property
    def label(self) -> str:
        """How a report calls it."""
        return self.paths[0] if self.paths and not self.anchors else self.id

    def place(self) -> native.Place:
        """What a report says of it."""
        place = native.Place(self.label)
        held = "program" if self.anchors or self.data is not None else ""
        for name, value in (("id", self.id), ("stack", self.stack), ("config", self.config),
                            ("follows", self.follows), ("manager", held)):
            if value:
                place.put(name, value)
        return place

    def add_to(self, question: native.Question, opened: dict[str, native.Store],
               password: Optional[str], strict: bool) -> None:
        """Makes it part of the question. One that cannot be read is an error, or where not strict a
        part of the report. ``opened`` keeps what sets have in common."""
        try:
            if self.doubt:
                raise UnsupportedError("unsupported", 0, None, self.label, self.doubt)
            question.add_store(self._open(opened, password), self.place())
        except InputError as error:
            if strict:
                raise
            question.add_failure(self.place(), error.status, error.message)

    def _open(self, opened: dict[str, native.Store], password: Optional[str]) -> native.Store:
        """All parts as one. Of several, OpenSSL passes over what it cannot read, and so does this."""
        stores: list[native.Store] = []
        failures: list[InputError] = []
        if self.data is not None:
            stores.append(native.Store.from_bytes(self.id, self.data, password))
        if self.anchors:
            anchors = native.Anchors()
            for der in self.anchors:
                anchors.add(der)
            stores.append(anchors.store(self.id))
        for path in self.paths:
            try:
                if path not in opened:
                    opened[path] = native.Store.from_path(path, password)
                stores.append(opened[path])
            except InputError as error:
                failures.append(error)
        if not stores:
            raise failures[0] if failures else NotFoundError(
                "not_found", 0, None, self.id, "there is no root in it")
        return reduce(lambda one, other: one.join(other), stores)


def python_name() -> str:
    """"Python 3.11"."""
    return f"Python {sys.version_info.major}.{sys.version_info.minor}"


def _openssl(flags: int) -> str:
    """OpenSSL's version, and the flags that change what it accepts."""
    words = ssl.OPENSSL_VERSION.split()
    named = [name for flag, name in ((ssl.VERIFY_X509_STRICT, "strict"),
                                     (getattr(ssl, "VERIFY_X509_PARTIAL_CHAIN", 0), "partial chain"),
                                     (ssl.VERIFY_CRL_CHECK_LEAF, "CRLs")) if flags & flag]
    return ", ".join([" ".join(words[:2]), *named])


def default_openssl() -> str:
    """The same for ``ssl.create_default_context()``."""
    strict = int(ssl.VERIFY_X509_STRICT) | getattr(ssl, "VERIFY_X509_PARTIAL_CHAIN", 0)
    return _openssl(strict if sys.version_info >= (3, 13) else 0)


def is_truststore(kind: type) -> bool:
    """Is this truststore's SSLContext?"""
    return kind.__module__.partition(".")[0] == "truststore" or "._vendor.truststore" in kind.__module__


def default_folders() -> list[str]:
    """The folders of OpenSSL's defaults that are there; SSL_CERT_DIR may name several."""
    paths = ssl.get_default_verify_paths()
    named = os.environ.get(paths.openssl_capath_env, paths.openssl_capath)
    return [folder for folder in named.split(os.pathsep) if os.path.isdir(folder)]
