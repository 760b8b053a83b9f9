# SPDX-License-Identifier: Apache-2.0
"""The bill of materials says what is in the library, and is SPDX by somebody else's word."""
import hashlib
import json
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import sys
import urllib.parse

import pytest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
TOOL = REPOSITORY / "tools" / "sbom.py"
# Names of packages that one soname stands for; GNU's C library is many files.
SONAMES = {"libtasn1.so.6": "libtasn1", "libnettle.so.8": "nettle", "libhogweed.so.6": "hogweed",
           "libgmp.so.10": "gmp", "libjansson.so.4": "jansson", "libz.so.1": "zlib", "libzstd.so.1": "zstd",
           "libc.so.6": "glibc"}


def complaints(document, folder):
    """What the validator of spdx-tools says of it."""
    parser = pytest.importorskip("spdx_tools.spdx.parser.parse_anything", reason="there is no spdx-tools here")
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
    path = folder / "checked.spdx.json"
    path.write_text(json.dumps(document), "utf-8")
    return [message.validation_message for message in validate_full_spdx_document(parser.parse_file(str(path)))]


def loads(binary):
    """What the loader is asked for."""
    text = subprocess.run(["readelf", "-dW", binary], check=True, text=True, capture_output=True).stdout
    return set(re.findall(r"\(NEEDED\).*\[(.+?)\]", text))


def linked(sbom, name):
    """Names of what a package is linked to."""
    names = {item["SPDXID"]: item["name"] for item in sbom["packages"]}
    return {names[item["relatedSpdxElement"]] for item in sbom["relationships"]
            if item["relationshipType"] == "DYNAMIC_LINK" and names[item["spdxElementId"]] == name}


def data_of(sbom):
    """The files that libchain is generated from, by name."""
    sources = {item["relatedSpdxElement"] for item in sbom["relationships"]
               if item["relationshipType"] == "GENERATED_FROM"
               and item["spdxElementId"] == "SPDXRef-Package-libchain"}
    return {item["fileName"].removeprefix("./"): item for item in sbom["files"] if item["SPDXID"] in sources}


def test_is_valid(sbom, tmp_path):
    assert complaints(sbom, tmp_path) == []


@pytest.mark.parametrize("field, value", [("SPDXID", "no id"), ("downloadLocation", "nowhere at all"),
                                          ("licenseConcluded", "LGPL-2.1-or-later OR What-I-Like")])
def test_the_validator_objects_to_what_is_wrong(sbom, tmp_path, field, value):
    sbom["packages"][-1][field] = value
    assert complaints(sbom, tmp_path)


def test_every_library_that_is_loaded_is_named(sbom, library, command):
    assert linked(sbom, "libchain") == {SONAMES[name] for name in loads(library)}
    assert linked(sbom, "chainready") == {SONAMES.get(name, "libchain") for name in loads(command)}


def test_each_product_says_what_it_is_made_of(sbom):
    """Bindings hold libchain within themselves, and with it the data and the terms of the data."""
    described = {item["relatedSpdxElement"] for item in sbom["relationships"]
                 if item["relationshipType"] == "DESCRIBES"}
    for item in (each for each in sbom["packages"] if each["SPDXID"] in described):
        sources = [each for each in sbom["relationships"] if each["spdxElementId"] == item["SPDXID"]
                   and each["relationshipType"] == "GENERATED_FROM"]
        if "libchain" in linked(sbom, item["name"]):
            assert not sources and item["licenseConcluded"] == "Apache-2.0", item["name"]
        else:
            assert len(sources) == len(data_of(sbom)) and item["licenseConcluded"].endswith("MPL-2.0"), item["name"]
            assert {"libtasn1", "nettle", "hogweed", "gmp", "jansson"} <= linked(sbom, item["name"]), item["name"]


def test_versions_are_those_of_the_headers(sbom):
    """By another way than the tool's: the preprocessor."""
    headers = {"libtasn1": ("libtasn1.h", "ASN1_VERSION"), "jansson": ("jansson.h", "JANSSON_VERSION"),
               "nettle": ("nettle/version.h", "NETTLE_VERSION_MAJOR.NETTLE_VERSION_MINOR"),
               "gmp": ("gmp.h", "__GNU_MP_VERSION.__GNU_MP_VERSION_MINOR.__GNU_MP_VERSION_PATCHLEVEL")}
    versions = {item["name"]: item["versionInfo"] for item in sbom["packages"]}
    for name, (header, words) in headers.items():
        source = f"#include <{header}>\nversion: {words}\n"
        text = subprocess.run(["cc", "-E", "-P", "-"], input=source, check=True, text=True, capture_output=True).stdout
        said = re.sub(r'[" ]', "", text[text.rindex("version:") + 8:].strip())
        assert versions[name].startswith(said), (name, said)


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="no dpkg-query here: no packages of Debian's")
def test_every_library_names_its_package(sbom):
    """As dpkg knows it, version included. (A library from elsewhere, in /usr/local, is in none.)"""
    for item in sbom["packages"]:
        if item["name"] in SONAMES.values():
            (url,) = [each["referenceLocator"] for each in item["externalRefs"]]
            name, version = re.fullmatch(r"pkg:deb/debian/(\S+)@(\S+)\?arch=\w+", url).groups()
            known = subprocess.run(["dpkg-query", "-W", "-f", "${Version}\n", name], check=True, text=True,
                                   capture_output=True).stdout.split()
            assert urllib.parse.unquote(version) in known, url


def test_every_library_has_a_licence(sbom):
    licences = {item["name"]: item["licenseConcluded"] for item in sbom["packages"]}
    assert "NOASSERTION" not in licences.values()
    assert licences["libchain"] == "Apache-2.0 AND MPL-2.0" and licences["libtasn1"] == "LGPL-2.1-or-later"


def test_the_roots_inside_are_those_that_are_named(sbom, library):
    """Each root stands in the library, octet by octet, and no root of the corpus is left out of the document."""
    octets = library.read_bytes()
    files = {name: item for name, item in data_of(sbom).items() if name.endswith(".pem")}
    inside = set()
    for path in sorted((REPOSITORY / "corpus" / "roots").glob("*.pem")):
        text = path.read_text("utf-8")
        if ssl.PEM_cert_to_DER_cert(text[text.index("-----BEGIN"):]) in octets:
            inside.add(path.relative_to(REPOSITORY).as_posix())
    assert inside and set(files) == inside
    assert all("source" in item["comment"] for item in files.values())


def test_the_migrations_inside_are_those_that_are_named(sbom, command):
    listing = subprocess.run([command, "timelines"], check=True, text=True, capture_output=True,
                             env={"XDG_DATA_HOME": "/nonexistent", "XDG_DATA_DIRS": "/nonexistent"}).stdout
    named = {pathlib.Path(name).stem for name in data_of(sbom) if name.startswith("timelines/")}
    assert named and named == set(re.findall(r"^([\w-]+) .*facts as of", listing, re.M))


def test_files_have_the_checksums_that_they_are_said_to_have(sbom):
    files = data_of(sbom)
    assert "corpus/public-suffix/public_suffix_list.dat" in files
    for name, item in files.items():
        said = {each["algorithm"]: each["checksumValue"] for each in item["checksums"]}
        assert said["SHA256"] == hashlib.sha256((REPOSITORY / name).read_bytes()).hexdigest(), name


def test_it_is_the_same_every_time(library, command, tmp_path):
    for name, zone in (("a", "UTC"), ("b", "Asia/Kathmandu")):
        subprocess.run([sys.executable, TOOL, tmp_path / name, "1.2.3", f"libchain={library}", f"chainready={command}"],
                       check=True, env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "TZ": zone})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert json.loads((tmp_path / "a").read_text("utf-8"))["creationInfo"]["created"] == "2023-11-14T22:13:20Z"


def test_a_library_without_a_known_licence_is_refused(tmp_path):
    """A new dependency is argued for before it is shipped."""
    binary = tmp_path / "other"
    subprocess.run(["cc", "-x", "c", "-", "-o", binary, "-Wl,--no-as-needed", "-lresolv"], check=True, text=True,
                   input="int main(void) { return 0; }\n")
    done = subprocess.run([sys.executable, TOOL, tmp_path / "out", "1.2.3", f"other={binary}"], check=False,
                          text=True, capture_output=True)
    assert done.returncode == 1 and "libresolv: no licence is known" in done.stderr
