#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what a build is made of as SPDX 2.3: libraries, and the data that is compiled in.

usage: sbom.py OUTPUT VERSION NAME=BINARY... [--bundled FOLDER]

Nothing is asked of a list by hand but licences. Libraries are those that each BINARY loads, in the versions
that it loads here; the data are the files that corpus/meson.build and timelines/meson.build name. FOLDER holds
the libraries that a wheel or a jar carries. SOURCE_DATE_EPOCH is the date of the document. Needs ldd, readelf,
and pkg-config or Debian's dpkg-query.
"""
import argparse
import datetime
import hashlib
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import time
import urllib.parse
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[1]
# soname up to ".so" -> name, its pkg-config module, licence, source
LIBRARIES = {
    "libtasn1": ("libtasn1", "libtasn1", "LGPL-2.1-or-later", "https://ftp.gnu.org/gnu/libtasn1/"),
    "libnettle": ("nettle", "nettle", "LGPL-3.0-or-later OR GPL-2.0-or-later", "https://ftp.gnu.org/gnu/nettle/"),
    "libhogweed": ("hogweed", "hogweed", "LGPL-3.0-or-later OR GPL-2.0-or-later",
                   "https://ftp.gnu.org/gnu/nettle/"),
    "libgmp": ("gmp", "gmp", "LGPL-3.0-or-later OR GPL-2.0-or-later", "https://ftp.gnu.org/gnu/gmp/"),
    "libjansson": ("jansson", "jansson", "MIT", "https://github.com/akheron/jansson/releases"),
    "libz": ("zlib", "zlib", "Zlib", "https://zlib.net/"),
    "libzstd": ("zstd", "libzstd", "BSD-3-Clause OR GPL-2.0-only", "https://github.com/facebook/zstd/releases"),
    "libc": ("glibc", None, "LGPL-2.1-or-later", "https://ftp.gnu.org/gnu/glibc/"),
}
GLIBC = re.compile(r"lib(c|m|dl|rt|pthread)\.so|ld-linux|linux-vdso")


def run(*command, codes=(0,)):
    """What a tool prints, or None where it is missing or says no."""
    try:
        done = subprocess.run(list(map(str, command)), check=False, text=True, capture_output=True)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode in codes else None


def needed(binary):
    """The libraries that a file itself asks for: stem of the soname -> path that is loaded here."""
    asked = re.findall(r"\(NEEDED\).*\[(.+?)\]", run("readelf", "-dW", binary) or sys.exit(f"{binary}: no ELF file"))
    paths = dict(re.findall(r"(\S+) => (/\S+)", run("ldd", binary) or ""))
    found = {}
    for soname in asked:
        stem = "libc" if GLIBC.match(soname) else soname.split(".so")[0]
        path = paths.get(soname)
        found[stem] = pathlib.Path(path).resolve() if path else None
    return found


def debian(paths):
    """Debian's packages as package URLs, by the path of a file in them. Elsewhere there are none."""
    patterns = sorted(f"*/{path.name}" for path in paths)
    # 1: a file is in no package.
    lines = (run("dpkg-query", "-S", *patterns, codes=(0, 1)) or "").splitlines()
    owners = dict(reversed(line.rsplit(": ", 1)) for line in lines)
    form = "${binary:Package} ${Package} ${Version} ${Architecture}\n"
    listing = run("dpkg-query", "-W", "-f", form, *sorted(set(owners.values()))) if owners else ""
    urls = {}
    for line in (listing or "").splitlines():
        whole, name, version, architecture = line.split()
        urls[whole] = urls[name] = (f"pkg:deb/debian/{name}@{urllib.parse.quote(version, safe='.-~')}"
                                    f"?arch={architecture}")
    # A package may say /lib where the file is in /usr/lib.
    by_path = {os.path.realpath(file): urls.get(owner) for file, owner in owners.items()}
    return {path: by_path.get(str(path)) for path in paths}


def version_of(stem, module):
    """The version of a library, by its own word."""
    text = platform.libc_ver()[1] if stem == "libc" else run("pkg-config", "--modversion", module)
    return text.strip() if text else sys.exit(f"{stem}: pkg-config does not know {module}")


def spdx_id(*words):
    """An identifier out of letters, digits, dots and hyphens."""
    return "SPDXRef-" + "-".join(re.sub(r"[^A-Za-z0-9.]+", "-", word) for word in words)


def checksums(data, *kinds):
    """As SPDX writes them."""
    return [{"algorithm": kind, "checksumValue": hashlib.new(kind.lower(), data).hexdigest()} for kind in kinds]


def package(name, version, licence, location, **more):
    """A package whose files are not listed."""
    return {"SPDXID": spdx_id("Package", name), "name": name, "versionInfo": version, "downloadLocation": location,
            "filesAnalyzed": False, "licenseConcluded": licence, "licenseDeclared": licence,
            "copyrightText": "NOASSERTION", **more}


def library(stem, url, bundled):
    """A library as the build found it, or as the archive carries it."""
    if stem not in LIBRARIES:
        sys.exit(f"{stem}: no licence is known, add it to LIBRARIES in tools/sbom.py")
    name, module, licence, source = LIBRARIES[stem]
    more = {"primaryPackagePurpose": "LIBRARY"}
    if url:
        more["externalRefs"] = [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                                 "referenceLocator": url}]
    if bundled:
        more |= {"packageFileName": bundled.name, "checksums": checksums(bundled.read_bytes(), "SHA1", "SHA256")}
    return package(name, version_of(stem, module), licence, source, **more)


def embedded():
    """The files whose content is compiled in, by the lists of meson."""
    for folder in ("corpus", "timelines"):
        text = (ROOT / folder / "meson.build").read_text("utf-8")
        yield from (ROOT / folder / name for name in re.findall(r"'([^']+\.(?:dat|json|pem))'", text))


def described(path):
    """Licence and origin of a data file, as the file itself states them."""
    text = path.read_text("utf-8")
    if path.suffix == ".json":
        sources = [source.get("url", "") for source in json.loads(text).get("sources", {}).values()]
        return "Apache-2.0", "Facts after: " + ", ".join(sorted(set(filter(None, sources))))
    if path.suffix == ".pem":
        lines = re.findall(r"^# (\w+) +(.+)$", text.split("-----BEGIN")[0], re.M)
        return "NOASSERTION", "A root certificate. " + "; ".join(f"{key}: {value}" for key, value in lines)
    version, commit = (re.search(rf"^// {key}: (.+)$", text, re.M).group(1) for key in ("VERSION", "COMMIT"))
    return "MPL-2.0", f"https://publicsuffix.org/list/public_suffix_list.dat, version {version}, commit {commit}"


def data_file(path):
    """A file of data."""
    licence, comment = described(path)
    name = path.relative_to(ROOT).as_posix()
    return {"SPDXID": spdx_id("File", name), "fileName": "./" + name,
            "checksums": checksums(path.read_bytes(), "SHA1", "SHA256"), "licenseConcluded": licence,
            "licenseInfoInFiles": [licence], "copyrightText": "NOASSERTION", "comment": comment}


def related(left, kind, right):
    """A relationship."""
    return {"spdxElementId": left, "relationshipType": kind, "relatedSpdxElement": right}


def shipped(folder, stem):
    """The file of a library in the archive, or None: libgmp-0f1e.so.10 and libgmp.so.10 are libgmp."""
    files = sorted(folder.rglob("*.so*")) if folder else []
    return next((file for file in files if re.match(re.escape(stem) + r"(-[0-9a-f]+)?\.so", file.name)), None)


def product(name, version, is_library, has_data):
    """What is built. has_data: the list of public suffixes is inside."""
    own = package(name, version, "Apache-2.0 AND MPL-2.0" if has_data else "Apache-2.0", "NOASSERTION",
                  primaryPackagePurpose="LIBRARY" if is_library else "APPLICATION")
    own["licenseDeclared"] = "Apache-2.0"
    if has_data:
        own["licenseComments"] = ("The compact form of the Public Suffix List inside is under MPL-2.0; its source is "
                                  "corpus/public-suffix in the source archive.")
    return own


def collect(version, products, folder):
    """Packages by identifier, files, and how they hang together."""
    files = [data_file(path) for path in embedded()]
    packages, relations = {}, []
    asked = {name: needed(binary) for name, binary in products.items()}
    urls = debian({path for loads in asked.values() for path in loads.values() if path})
    for name, binary in products.items():
        loads = asked[name]
        own = product(name, version, ".so" in binary.name, "libchain" not in loads)
        packages[own["SPDXID"]] = own
        relations.append(related("SPDXRef-DOCUMENT", "DESCRIBES", own["SPDXID"]))
        if "libchain" in loads:
            relations.append(related(own["SPDXID"], "DYNAMIC_LINK", spdx_id("Package", "libchain")))
        else:
            relations += [related(own["SPDXID"], "GENERATED_FROM", file["SPDXID"]) for file in files]
        for stem, path in sorted(loads.items()):
            if stem == "libchain":
                continue
            inside = shipped(folder, stem)
            part = library(stem, urls.get(path), inside)
            packages[part["SPDXID"]] = part
            relations.append(related(own["SPDXID"], "DYNAMIC_LINK", part["SPDXID"]))
            relations += [related(own["SPDXID"], "CONTAINS", part["SPDXID"])] if inside else []
    return list(packages.values()), files, relations


def document(version, products, folder):
    """The whole, whose name space follows its content."""
    packages, files, relations = collect(version, products, folder)
    created = int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    body = {"packages": packages, "files": files, "relationships": relations}
    digest = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(body, sort_keys=True))
    name = f"{next(iter(products))}-{version}"
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": name,
            "documentNamespace": f"https://spdx.org/spdxdocs/{name}-{digest}",
            "creationInfo": {"created": datetime.datetime.fromtimestamp(created, datetime.timezone.utc)
                             .strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": ["Tool: libchain-tools-sbom"]}, **body}


def main():
    parser = argparse.ArgumentParser(usage="sbom.py OUTPUT VERSION NAME=BINARY... [--bundled FOLDER]")
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("version")
    parser.add_argument("products", nargs="+")
    parser.add_argument("--bundled", type=pathlib.Path)
    given = parser.parse_args()
    products = {name: pathlib.Path(path) for name, _, path in (item.partition("=") for item in given.products)}
    text = json.dumps(document(given.version, products, given.bundled), indent=2, ensure_ascii=True)
    given.output.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
