# SPDX-License-Identifier: Apache-2.0
"""A captured chain of a server that no migration is about, whose issuing CA expired: said once."""
import pathlib

import pki
from command import BROKEN, Chainready

NOW = "2026-11-22T00:00:00Z"


def image(folder: pathlib.Path, roots: bytes) -> pathlib.Path:
    """An unpacked Debian whose store is the system's: it has readers, and a program that it follows."""
    bundle = folder / "image/etc/ssl/certs/ca-certificates.crt"
    bundle.parent.mkdir(parents=True)
    bundle.write_bytes(roots)
    (folder / "image/etc/debian_version").write_text("12.0\n")
    return folder / "image"


def test_an_expired_issuer_is_said_once(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    root = pki.authority("Some Root", dates=("2010-01-01", "2040-01-01"))
    issuing = pki.authority("Some Issuing CA", issuer=root, dates=("2014-01-01", "2024-02-20T10:00:00Z"))
    leaf = pki.server(issuing, ["www.some.example"], ("2023-12-01", "2024-02-01"))
    (tmp_path / "chain.pem").write_bytes(leaf.pem + issuing.pem)
    run = chainready.check("--sysroot", image(tmp_path, root.pem), "--chain", tmp_path / "chain.pem", "--at", NOW)
    assert run.code == BROKEN
    assert run.first == "Broken since 2024-02-20 — this root store does not reach the server of this chain."
    told = " ".join(run.out.split())
    assert "2024-02-20 the server of this chain: broken since Some Issuing CA expires, " in told
    assert told.count("Some Issuing CA expires") == 1, "neither the readers nor the program make it worse"
    assert "follow their programs" not in told
