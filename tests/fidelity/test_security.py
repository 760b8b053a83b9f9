#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A JDK whose security properties were changed judges as the report on its store says.

For each JDK at hand a home of its own is made in an image (two programs are copied, the rest are
links), with a keystore in which one alias has the JDK's mark. Then, for each setting, the real JDK runs
with -Djava.security.properties=FILE, and `chainready check --sysroot IMAGE` reads the very same files.

usage: test_security.py BUILD [--every N]
"""
import argparse
import hashlib
import json
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

import generate
import resign
import judges

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DAY = generate.DAY
NOW, LATER = generate.NOW, generate.NOW + 20 * DAY
BETWEEN = "2027-01-25"  # of NOW and LATER
WINDOW = (NOW - 400 * DAY, NOW + 300 * DAY)
CERTPATH = "jdk.certpath.disabledAlgorithms"
POLICIES = "jdk.security.caDistrustPolicies"

ALGORITHMS = [
    "", "RSA keySize < 3072", "RSA keySize <= 2048", "RSA keySize > 2048", "RSA keySize >= 2048",
    "RSA keySize == 2048", "RSA keySize != 4096", "RSA keySize < 3072 & usage TLSServer",
    "RSA keySize < 3072 & jdkCA", "RSA keySize < 3072 & usage TLSClient SignedJAR",
    f"RSA keySize < 3072 & denyAfter {BETWEEN}", f"RSA denyAfter {BETWEEN} & jdkCA",
    "SHA1", "SHA-1", "SHA1 jdkCA &", "sha1 JDKCA", "SHA1 jdkCA & usage TLSServer", "SHA1 usage TLSClient TLSServer",
    f"SHA1 denyAfter {BETWEEN}", "SHA256withRSA", "SHA1withRSA", "RSA", "EC", "ECDSA", "secp256r1",
    "NIST P-256", "EC keySize < 384", "RSASSA-PSS", "SHA256", "Ed25519", "EdDSA", "SHA256withECDSA",
    f"SHA256 jdkCA & denyAfter {BETWEEN}", "DSA keySize < 9999, Foo, SHA3-256, brainpoolP256r1",
    # not understood
    "RSA keysize < 3072", "RSA keySize 3072", "SHA1 jdkCA & jdkCA", "jdkca & x",
]
SETTINGS = [{}] + [{CERTPATH: value} for value in ALGORITHMS] + [
    {POLICIES: ""}, {POLICIES: "SYMANTEC_TLS"}, {POLICIES: "ENTRUST_TLS,CAMERFIRMA_TLS"},
    {POLICIES: " FUTURE_TLS , SYMANTEC_TLS"}, {CERTPATH: "SHA1, \\\n   RSA keySize < 3072", POLICIES: ""},
]


def write_jks(path, roots):
    """A JKS keystore (version 2) of trusted certificates, as keytool protects it."""
    body = struct.pack(">III", 0xfeedfeed, 2, len(roots))
    for alias, der in roots:
        name = alias.encode()
        body += struct.pack(">IH", 2, len(name)) + name + struct.pack(">Q", NOW * 1000)
        body += struct.pack(">H", 5) + b"X.509" + struct.pack(">I", len(der)) + der
    digest = hashlib.sha1("changeit".encode("utf-16-be") + b"Mighty Aphrodite" + body).digest()
    path.write_bytes(body + digest)


def sign_otherwise(der, key, **how):
    """The same certificate, signed in another way."""
    cert = x509.load_der_x509_certificate(der)
    builder = (x509.CertificateBuilder().subject_name(cert.subject).issuer_name(cert.issuer)
               .public_key(cert.public_key()).serial_number(cert.serial_number)
               .not_valid_before(cert.not_valid_before_utc).not_valid_after(cert.not_valid_after_utc))
    for extension in cert.extensions:
        builder = builder.add_extension(extension.value, extension.critical)
    return builder.sign(key, how.pop("digest"), **how).public_bytes(serialization.Encoding.DER)


def made():
    """Roots by alias, and chains: name, certificates, instants."""
    scenario = generate.Scenario("security")
    roots, chains = [], []

    def authority(alias, key):
        owner = generate.Authority(f"Root {alias}", key)
        digest = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
        number = scenario.issue(owner, generate.Authority(owner.name, generate.ec_keys()[0]), WINDOW,
                                ca=True, signer=generate.Authority("", generate.ec_keys()[0]))
        roots.append((alias, sign_otherwise(scenario.certs[number], key, digest=digest)))
        return owner

    def leaf(name, owner, key, digest=hashes.SHA256(), sha1=False, **how):
        number = scenario.issue(generate.Authority(f"Leaf {name}", key), owner, WINDOW,
                                signer=generate.Authority("", generate.ec_keys()[0]))
        der = sign_otherwise(scenario.certs[number], owner.key, digest=digest, **how)
        chains.append((name, [resign.with_sha1(der, owner.key) if sha1 else der], [NOW, LATER]))

    small, large = generate.rsa_keys(2048)[:2], rsa.generate_private_key(65537, 4096)
    curve, other = ec.generate_private_key(ec.SECP384R1()), generate.ec_keys()[1]
    marked, plain = authority("marked [jdk]", small[0]), authority("plain", small[1])
    strong = authority("strong", large)
    leaf("2048 under marked", marked, generate.rsa_keys(2048)[2])
    leaf("2048 under plain", plain, generate.rsa_keys(2048)[2])
    leaf("4096 under plain", plain, large)
    leaf("4096 under strong", strong, large)
    leaf("sha1 under marked", marked, other, sha1=True)
    leaf("sha1 under plain", plain, other, sha1=True)
    leaf("pss", plain, other, rsa_padding=padding.PSS(padding.MGF1(hashes.SHA256()), 32))
    leaf("p-256 under p-384", authority("curve", curve), other)
    leaf("p-384 under p-256", authority("p256", other), curve, digest=hashes.SHA384())
    edwards = ed25519.Ed25519PrivateKey.generate()
    leaf("ed25519", authority("ed25519", edwards), edwards, digest=None)
    return roots, chains


def real():
    """Recorded chains under roots that policies distrust."""
    roots, chains = [], []
    for path in sorted((ROOT / "corpus" / "policies").glob("*.pem")):
        *sent, root = x509.load_pem_x509_certificates(path.read_bytes())
        begin = max(cert.not_valid_before_utc for cert in sent).timestamp()
        end = min(cert.not_valid_after_utc for cert in sent).timestamp()
        der = [cert.public_bytes(serialization.Encoding.DER) for cert in (*sent, root)]
        roots.append((path.stem, der.pop()))
        chains.append((path.stem, der, [int(begin + end) // 2]))
    return roots, chains


class Image:
    """An image with one JDK, which runs."""

    def __init__(self, folder, home, roots):
        self.command = judges.jdk_command(home)
        self.folder, self.home, home = folder, folder / "opt" / "jdk", pathlib.Path(home)
        self.properties = folder / "etc" / "over.properties"
        for part in ("bin", "lib/server", "lib/security", "../../etc"):
            (self.home / part).mkdir(parents=True)
        for copied in ("bin/java", "lib/libjli.so", "lib/server/libjvm.so"):
            shutil.copy(home / copied, self.home / copied)
        for part in ("lib", "lib/server", "lib/security"):
            for path in (home / part).iterdir():
                if path.name not in ("security", "server", "cacerts", "jssecacerts") and \
                        not (self.home / part / path.name).exists():
                    (self.home / part / path.name).symlink_to(path)
        shutil.copytree(home / "conf", self.home / "conf")
        shutil.copy(home / "release", self.home / "release")
        write_jks(self.home / "lib" / "security" / "cacerts", roots)
        (folder / "etc" / "environment").write_text(
            "JAVA_TOOL_OPTIONS=-Djava.security.properties=/etc/over.properties\n", "utf-8")

    def happens(self, line):
        """What the JDK answers, cell by cell; None where it cannot even begin."""
        command = [str(self.home / "bin" / "java"), f"-Djava.security.properties={self.properties}",
                   *self.command[1:]]
        done = subprocess.run(command, input=json.dumps(line) + "\n", capture_output=True, text=True)
        return json.loads(done.stdout) if done.returncode == 0 and done.stdout else None

    def predicted(self, build, profile, files, at):
        """What is said of each of these chains at this instant."""
        words = [f"{build}/cli/chainready", "check", "--sysroot", str(self.folder), "--json",
                 "--profile", profile, "--at", generate.utc(at).isoformat() + "Z", "--until",
                 generate.utc(at + 60).isoformat() + "Z", "--renewal", "literal"]
        for file in files:
            words += ["--chain", str(file)]
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode not in (0, 1, 2, 3):
            raise SystemExit(f"{words}\n{done.stderr}")
        report = json.loads(done.stdout)
        verdicts = [result["verdict"] for result in report["results"] if result["lane"] == "installed"]
        if len(verdicts) != len(files):
            raise SystemExit(f"{len(verdicts)} results for {len(files)} chains")
        return verdicts, report["stores"][0].get("doubts", [])


def compare(image, build, profile, settings, stocks):
    """Yields name of the chain, instant, what happens and what was predicted."""
    image.properties.write_text("".join(f"{key}={value}\n" for key, value in settings.items()), "utf-8")
    for roots, chains in stocks:
        ders = [der for _, der in roots]
        certs = ders + [der for _, sent, _ in chains for der in sent]
        files = []
        for number, (_, sent, _) in enumerate(chains):
            files.append(image.folder.parent / f"{number}.pem")
            files[-1].write_bytes(b"".join(x509.load_der_x509_certificate(der).public_bytes(
                serialization.Encoding.PEM) for der in sent))
        instants = sorted({at for _, _, all_of in chains for at in all_of})
        line = {"certs": [der.hex() for der in certs], "stores": [list(range(len(roots)))],
                "chains": [[certs.index(der) for der in sent] for _, sent, _ in chains],
                "instants": instants}
        seen = image.happens(line)
        for row, at in enumerate(instants):
            said, doubts = image.predicted(build, profile, files, at)
            for number, (name, _, all_of) in enumerate(chains):
                if at in all_of:
                    real_answer = seen and seen[number * len(instants) + row]
                    yield name, at, real_answer, said[number], doubts


def agrees(real_answer, said, doubts):
    """Where the JDK throws at its own settings, that it does is said, and nothing more is known."""
    if real_answer is None:
        return said != "ready" and any("does not understand" in doubt for doubt in doubts)
    return said == ("ready" if real_answer == "1" else "broken")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--every", type=int, default=1, help="only each Nth setting")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    cells = refused = failures = 0
    stocks = made(), real()
    for major, home in judges.jdks():
        profile = "jdk-25" if major >= 25 else "jdk-17" if major >= 9 else "jdk-8"
        with tempfile.TemporaryDirectory() as folder:
            image = Image(pathlib.Path(folder) / "image", home, stocks[0][0] + stocks[1][0])
            for settings in SETTINGS[::options.every]:
                for name, at, seen, said, doubts in compare(image, options.build, profile, settings, stocks):
                    cells += 1
                    refused += seen != "1"
                    good = agrees(seen, said, doubts)
                    failures += not good
                    if options.show or not good:
                        print(f"JDK {major}, {settings}, {name}, {at}: {said}; the JDK says {seen}")
    print(f"{cells} comparisons, {refused} refused, {failures} disagreements")
    if not cells:
        sys.exit(77)
    sys.exit(bool(failures) or refused * 10 < cells)


if __name__ == "__main__":
    main()
