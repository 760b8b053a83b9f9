# SPDX-License-Identifier: Apache-2.0
"""The HTTP stacks of this process, and the roots that each takes when nobody tells it otherwise.

======== ==============================================================================================
ssl      OpenSSL's default file and folders, which SSL_CERT_FILE and SSL_CERT_DIR replace; so do
         urllib.request, http.client, urllib3 and aiohttp
requests REQUESTS_CA_BUNDLE, else CURL_CA_BUNDLE, else certifi
httpx    SSL_CERT_FILE, else SSL_CERT_DIR, else certifi; before 0.28 only a file and a folder that are there
======== ==============================================================================================

Where ``truststore.inject_into_ssl()`` was called, each of them trusts the system's roots besides.
"""
from __future__ import annotations

import os
import ssl
import sys
from importlib.util import find_spec
from typing import Callable

from ._roots import RootSet, default_folders, default_openssl, is_truststore, python_name

# Where truststore looks when OpenSSL's defaults hold nothing.
_SYSTEM_FILES = ("/etc/ssl/cert.pem", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
                 "/etc/pki/tls/cert.pem", "/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/ca-bundle.pem")


def _is_there(module: str) -> bool:
    """Is it loaded, or could it be?"""
    if module in sys.modules:
        return sys.modules[module] is not None
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def default_paths() -> tuple[str, ...]:
    """What ssl.create_default_context() trusts. The file comes first; both count."""
    paths = ssl.get_default_verify_paths()
    found = ([paths.cafile] if paths.cafile else []) + default_folders()
    return tuple(found) or (os.environ.get(paths.openssl_cafile_env, paths.openssl_cafile),)


def system_paths() -> tuple[str, ...]:
    """What truststore trusts, which falls back to files that distributions are known to have."""
    paths = default_paths()
    if any(os.path.exists(path) for path in paths):
        return paths
    return tuple(path for path in _SYSTEM_FILES if os.path.isfile(path))[:1] or paths


def _ssl(truststore: bool) -> RootSet:
    names = ["ssl", *(name for name in ("urllib3", "aiohttp") if _is_there(name))]
    over = " over truststore" if truststore else ""
    env = ssl.get_default_verify_paths()
    config = next((name for name in (env.openssl_cafile_env, env.openssl_capath_env)
                   if name in os.environ), "")
    return RootSet(id="python-ssl", config=config,
                   stack=f"{python_name()} {' and '.join(names)} ({default_openssl()}){over}",
                   paths=system_paths() if truststore else default_paths())


def _certifi() -> tuple[tuple[str, ...], str]:
    """certifi's file, as certifi says: distributions point it elsewhere."""
    try:
        from certifi import where
    except ImportError:
        return (), "certifi, whose roots it takes, is not installed"
    return (where(),), ""


def _is_old_httpx() -> bool:
    """Before 0.28."""
    from importlib.metadata import PackageNotFoundError, version  # slow to load, and seldom needed
    try:
        major, minor = version("httpx").split(".")[:2]
        return (int(major), int(minor)) < (0, 28)
    except (PackageNotFoundError, ValueError):
        return False


def _heeds(module: str, variable: str) -> bool:
    """Does it take what the variable says?"""
    value = os.environ.get(variable, "")
    is_there = os.path.isdir if variable == "SSL_CERT_DIR" else os.path.isfile
    return bool(value) and (module != "httpx" or is_there(value) or not _is_old_httpx())


def _bundled(module: str, variables: tuple[str, ...], truststore: bool) -> RootSet:
    """A stack that takes the first of the variables that counts, or else certifi."""
    config = next((name for name in variables if _heeds(module, name)), "")
    value = os.environ.get(config, "")
    several = tuple(value.split(os.pathsep)) if config == "SSL_CERT_DIR" else (value,)
    paths, doubt = (several, "") if config else _certifi()
    over = " over truststore" if truststore else ""
    if truststore and all(os.path.exists(path) for path in paths):
        paths += system_paths()
    return RootSet(id=f"python-{module}", paths=paths, config=config, doubt=doubt,
                   stack=f"{python_name()} {module} ({default_openssl()}){over}")


_BUNDLED: dict[str, tuple[str, ...]] = {
    "requests": ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
    "httpx": ("SSL_CERT_FILE", "SSL_CERT_DIR"),
}


def root_sets(is_there: Callable[[str], bool] = _is_there) -> tuple[RootSet, ...]:
    """The root set of each HTTP stack that this process has or could import; reads no certificate."""
    truststore = is_truststore(ssl.SSLContext)
    return (_ssl(truststore), *(_bundled(module, variables, truststore)
                                for module, variables in _BUNDLED.items() if is_there(module)))
