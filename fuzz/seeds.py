#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the seeds of the fuzz targets: corpus/fuzz/TARGET/.

Keystores are written by the tools whose files people have (keytool, openssl), with few rounds so that a
fuzzer gets through them quickly; worlds of certificates are signed with Ed25519 keys that fuzz/world.c
knows too (key number k is 32 octets of the value k). Keystores differ with every run, because their
salts do. Needs Python's cryptography, openssl and keytool.

usage: seeds.py [TARGET...]
"""
import datetime
import ipaddress
import pathlib
import subprocess
import sys
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus" / "fuzz"
SCRATCH = tempfile.TemporaryDirectory()
FOLDER = pathlib.Path(SCRATCH.name)


def put(target, name, data):
    path = CORPUS / target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def tool(*arguments, given=None):
    return subprocess.run([str(a) for a in arguments], check=True, input=given, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE).stdout


# ---- certificates ---------------------------------------------------------------------------------

def key(number):
    return ed25519.Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)] if text else [])


def day(year, month=1):
    return datetime.datetime(year, month, 1, tzinfo=datetime.timezone.utc)


def cert(subject, issuer, subject_key, signer, years=(2020, 2030), serial=1, extensions=(),
         ca=True, length=None):
    """A certificate in DER. `extensions` are (value, critical)."""
    builder = (x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer))
               .public_key(subject_key.public_key()).serial_number(serial)
               .not_valid_before(day(years[0])).not_valid_after(day(years[1])))
    if ca:
        builder = builder.add_extension(x509.BasicConstraints(True, length), True)
        builder = builder.add_extension(
            x509.KeyUsage(False, False, False, False, False, True, True, False, False), True)
    else:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
    builder = builder.add_extension(
        x509.SubjectKeyIdentifier.from_public_key(subject_key.public_key()), False)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False)
    for value, critical in extensions:
        builder = builder.add_extension(value, critical)
    digest = None if isinstance(signer, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return builder.sign(signer, digest).public_bytes(serialization.Encoding.DER)


def san(*names):
    return (x509.SubjectAlternativeName([
        x509.IPAddress(ipaddress.ip_address(n)) if n[0].isdigit() else x509.DNSName(n)
        for n in names]), False)


def pem(der, label="CERTIFICATE"):
    import base64
    lines = base64.b64encode(der).decode()
    body = "\n".join(lines[i:i + 64] for i in range(0, len(lines), 64))
    return f"-----BEGIN {label}-----\n{body}\n-----END {label}-----\n"


# ---- worlds ---------------------------------------------------------------------------------------

HOST = "www.example.com"


def world(*entries):
    """(der, anchor, number of the key that signed it) each: see fuzz/world.h."""
    out = b""
    for der, anchor, signer in entries:
        out += bytes([anchor | signer << 2]) + len(der).to_bytes(2, "big") + der
    return out


def leaf(issuer, signer, **more):
    more.setdefault("extensions", [san(HOST)])
    return cert("leaf", issuer, key(7), key(signer), ca=False, **more), False, signer


def authority(subject, number, issuer, signer, anchor=False, **more):
    return cert(subject, issuer, key(number), key(signer), **more), anchor, signer


def policies(*dotted):
    return (x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier(d), None)
                                      for d in dotted]), True)


def worlds():
    root = authority("R1", 1, "R1", 1, anchor=True, years=(2015, 2028))
    other = authority("R2", 2, "R2", 2, anchor=True, years=(2010, 2035))
    middle = authority("A", 3, "R1", 1)
    permitted = x509.NameConstraints([x509.DNSName("example.com")], [x509.DNSName("bad.example.com")])
    yield "straight", world(leaf("A", 3), middle, root)
    yield "crossed", world(leaf("A", 3), middle, authority("A", 3, "R2", 2, years=(2022, 2026)),
                           root, other)
    yield "cross-of-a-root", world(leaf("A", 3), middle,
                                   authority("R1", 1, "R2", 2, years=(2018, 2029)), other)
    yield "constrained", world(leaf("A", 3), authority("A", 3, "R1", 1, extensions=[(permitted, True)]),
                               root)
    yield "too-long", world(leaf("B", 4), authority("B", 4, "A", 3),
                            authority("A", 3, "R1", 1, length=0), root)
    yield "policies", world(
        leaf("A", 3, extensions=[san(HOST), policies("1.2.3.4")]),
        authority("A", 3, "R1", 1, extensions=[policies("1.2.3.4", "2.5.29.32.0"),
                                               (x509.PolicyConstraints(0, 1), True)]), root)
    yield "loop", world(leaf("A", 3), authority("A", 3, "B", 4), authority("B", 4, "A", 3),
                        authority("A", 3, "R1", 1, years=(2023, 2025)), root)
    yield "rollover", world(leaf("A", 5), authority("A", 5, "A", 3), middle, root)
    yield "same-name-other-key", world(leaf("A", 3), authority("A", 5, "R1", 1, serial=2), middle, root)
    yield "two-gaps", world(leaf("A", 3), authority("A", 3, "R1", 1, years=(2020, 2022)),
                            authority("A", 3, "R1", 1, years=(2024, 2026), serial=3), root)
    yield "wildcard-and-address", world(leaf("R1", 1, extensions=[san("*.example.com", "192.0.2.1")]),
                                        root)
    yield "nothing-trusted", world(leaf("A", 3), middle)


def make_verify():
    for title, data in worlds():
        put("verify", title, data)
        put("oracle", title, data)
        put("peers", title, data)


# ---- keystores ------------------------------------------------------------------------------------

EC = ec.derive_private_key(0x1234567, ec.SECP256R1())
TWO = [cert("One", "One", EC, EC), cert("Two", "Two", EC, EC, serial=2, years=(2010, 2049))]


def keytool(path, kind, *more):
    for number, der in enumerate(TWO):
        (FOLDER / "cert.der").write_bytes(der)
        tool("keytool", *more, "-importcert", "-noprompt", "-alias", f"a{number}", "-file",
             FOLDER / "cert.der", "-keystore", path, "-storetype", kind, "-storepass", "changeit")
    return path.read_bytes()


def few_rounds(prefix="", rounds=20):
    return [f"-J-Dkeystore.pkcs12.{what}IterationCount={rounds}" for what in ("certPbe", "keyPbe", "mac")]


def make_jks():
    for kind in ("jks", "jceks"):
        put("jks", kind, keytool(FOLDER / kind, kind.upper()))
    data = (CORPUS / "jks" / "jks").read_bytes()
    put("jks", "cut-off", data[:len(data) * 3 // 4])
    put("jks", "version-1", data[:4] + b"\0\0\0\1" + data[8:])
    tool("keytool", "-genkeypair", "-alias", "own", "-keyalg", "EC", "-dname", "CN=own", "-keystore",
         FOLDER / "key.jks", "-storetype", "JKS", "-storepass", "changeit", "-keypass", "changeit")
    put("jks", "private-key", keytool(FOLDER / "key.jks", "JKS"))


def make_pkcs12():
    put("pkcs12", "java", keytool(FOLDER / "new.p12", "PKCS12", *few_rounds()))
    put("pkcs12", "java-8", keytool(FOLDER / "old.p12", "PKCS12", *few_rounds(),
                                    "-J-Dkeystore.pkcs12.legacy"))
    put("pkcs12", "java-open", keytool(FOLDER / "open.p12", "PKCS12",
                                       "-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE",
                                       "-J-Dkeystore.pkcs12.macAlgorithm=NONE"))
    both = FOLDER / "both.pem"
    both.write_text("".join(map(pem, TWO)))
    private = FOLDER / "key.pem"
    private.write_bytes(EC.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                         serialization.NoEncryption()))
    plain = ["openssl", "pkcs12", "-export", "-in", both, "-iter", "20"]
    put("pkcs12", "openssl", tool(*plain, "-nokeys", "-passout", "pass:changeit"))
    put("pkcs12", "openssl-empty-password", tool(*plain, "-nokeys", "-passout", "pass:"))
    put("pkcs12", "openssl-no-mac", tool(*plain, "-nokeys", "-nomac", "-passout", "pass:changeit"))
    put("pkcs12", "openssl-key", tool(*plain, "-inkey", private, "-passout", "pass:changeit"))
    put("pkcs12", "openssl-open", tool(*plain, "-nokeys", "-certpbe", "NONE", "-passout", "pass:changeit"))
    for cipher in ("PBE-SHA1-RC2-40", "PBE-SHA1-3DES", "PBE-SHA1-RC2-128"):
        put("pkcs12", f"openssl-{cipher.lower()}", tool(
            *plain, "-nokeys", "-legacy", "-certpbe", cipher, "-macalg", "sha1", "-passout",
            "pass:changeit"))


def make_pbe():
    """Out of the PKCS#12 files: each algorithm with what it protects, and each MacData."""
    for path in sorted((CORPUS / "pkcs12").iterdir()):
        data = path.read_bytes()
        for number, (parameters, content) in enumerate(protected(data)):
            put("pbe", f"{path.name}-{number}", len(parameters).to_bytes(2, "big") + parameters + content)


def elements(data):
    """Tag, whole and content of each element, one behind the other."""
    while data:
        size, header = data[1], 2
        if size & 0x80:
            header += size & 0x7f
            size = int.from_bytes(data[2:header], "big")
        yield data[0], data[:header + size], data[header:header + size]
        data = data[header + size:]


def protected(data):
    pfx = list(elements(next(elements(data))[2]))
    safe = list(elements(list(elements(pfx[1][2]))[1][2]))[0][2]
    if len(pfx) > 2:
        yield pfx[2][1], safe
    for _, _, info in elements(next(elements(safe))[2]):
        parts = list(elements(info))
        if parts[0][2].endswith(b"\x07\x06"):
            encrypted = list(elements(list(elements(next(elements(parts[1][2]))[2]))[1][2]))
            yield encrypted[1][1], encrypted[2][2]


def make_pkcs7():
    both = FOLDER / "both.pem"
    both.write_text("".join(map(pem, TWO)))
    put("pkcs7", "openssl", tool("openssl", "crl2pkcs7", "-nocrl", "-certfile", both, "-outform", "DER"))
    put("pkcs7", "empty", tool("openssl", "crl2pkcs7", "-nocrl", "-outform", "DER"))


def make_p11kit():
    spki = EC.public_key().public_bytes(serialization.Encoding.DER,
                                        serialization.PublicFormat.SubjectPublicKeyInfo)
    plain = f"[p11-kit-object-v1]\nlabel: \"One\"\ntrusted: true\n{pem(TWO[0])}\n"
    limited = ("[p11-kit-object-v1]\nclass: x-certificate-extension\nlabel: \"One\"\n"
               "object-id: 2.5.29.37\nvalue: \"%30%0a%06%08%2b%06%01%05%05%07%03%04\"\n"
               f"{pem(spki, 'PUBLIC KEY')}\n")
    dated = ("[p11-kit-object-v1]\ntrusted: true\nnss-server-distrust-after: \"%32%35%30%36%33%30"
             f"%32%33%35%39%35%39%5a\"\n{pem(TWO[1])}\n")
    distrusted = f"[p11-kit-object-v1]\nx-distrusted: true\n{pem(TWO[1])}\n"
    put("p11kit", "trusted", plain)
    put("p11kit", "all", limited + plain + dated + distrusted)


def make_trusted():
    path = FOLDER / "one.pem"
    path.write_text(pem(TWO[0]))
    for title, more in {"web": ["-addtrust", "serverAuth"], "no-mail": ["-addreject", "emailProtection"],
                        "both": ["-addtrust", "serverAuth", "-addtrust", "clientAuth", "-addreject",
                                 "codeSigning", "-setalias", "One"],
                        "any": ["-addtrust", "anyExtendedKeyUsage"]}.items():
        text = tool("openssl", "x509", "-in", path, "-trustout", *more).decode()
        import base64
        put("trusted", title, base64.b64decode("".join(text.split("-----")[2].split())))
    put("trusted", "plain", TWO[0])


def make_store():
    put("store", "pem", "".join(map(pem, TWO)))
    put("store", "der", TWO[0])
    put("store", "trusted.pem", pem((CORPUS / "trusted" / "both").read_bytes(), "TRUSTED CERTIFICATE"))
    put("store", "pkcs7.pem", pem((CORPUS / "pkcs7" / "openssl").read_bytes(), "PKCS7"))
    put("store", "damaged.pem", pem(TWO[0]) + pem(TWO[1]).replace("M", "!", 1) + pem(TWO[1])[:300])
    put("store", "keystore.pem", pem(b"x", "PKCS12") + pem(b"x", "EC PRIVATE KEY"))
    for path in ("jks/jks", "pkcs12/java", "pkcs12/openssl-open", "p11kit/all", "pkcs7/openssl"):
        put("store", path.replace("/", "-"), (CORPUS / path).read_bytes())


# ---- parts ----------------------------------------------------------------------------------------

def make_der():
    put("der", "certificate", TWO[0])
    put("der", "primitives", bytes.fromhex("0101ff020200800303060180040100050006032a0304"
                                           "170d3234303130313030303030305a0c0178a003020102"))


def make_reader():
    for path in (CORPUS / "cert").iterdir():
        put("reader", path.name, path.read_bytes())
    for title, data in worlds():
        put("reader", title, data[3:3 + int.from_bytes(data[1:3], "big")])
    put("reader", "many-names", leaf("A", 3, extensions=[
        san("a.example", "192.0.2.7"), policies("1.2.3.4", "2.5.29.32.0"),
        (x509.NameConstraints([x509.DNSName("b.example")], None), True)])[0])


def make_general_name():
    put("general_name", "all", b"".join([
        bytes.fromhex("a00c06032a0304a0050c03616263"), b"\x81\x03a@b", b"\x82\x0bexample.com",
        b"\xa4\x0e\x30\x0c\x31\x0a\x30\x08\x06\x03\x55\x04\x03\x0c\x01x", b"\x86\x08http://x",
        b"\x87\x04\xc0\x00\x02\x01", b"\x88\x03\x2a\x03\x04", bytes.fromhex("a505a103130161")]))


SHA256 = hashes.SHA256()
PSS = padding.PSS(mgf=padding.MGF1(SHA256), salt_length=32)


def sized(data):
    return len(data).to_bytes(2, "big") + data


def make_sig():
    """One signature of each kind, and with it the algorithms alone."""
    small = rsa.generate_private_key(65537, 1024)
    p384 = ec.derive_private_key(0x7654321, ec.SECP384R1())
    old = dsa.generate_private_key(1024)
    algorithms = {
        "rsa-sha256": "300d06092a864886f70d01010b0500", "rsa-sha1": "300d06092a864886f70d0101050500",
        "ecdsa-sha256": "300a06082a8648ce3d040302", "ecdsa-sha384": "300a06082a8648ce3d040303",
        "ed25519": "300506032b6570", "dsa-sha256": "300b0609608648016503040302",
        "pss-sha256": "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a"
                      "864886f70d010108300d06096086480165030402010500a203020120",
        "pss-default": "300d06092a864886f70d01010a3000", "md5": "300d06092a864886f70d0101040500",
    }
    signed = {
        "rsa-sha256": (small, small.sign(b"message", padding.PKCS1v15(), SHA256)),
        "pss-sha256": (small, small.sign(b"message", PSS, SHA256)),
        "ecdsa-sha256": (EC, EC.sign(b"message", ec.ECDSA(SHA256))),
        "ecdsa-sha384": (p384, p384.sign(b"message", ec.ECDSA(hashes.SHA384()))),
        "ed25519": (key(1), key(1).sign(b"message")),
        "dsa-sha256": (old, old.sign(b"message", SHA256)),
    }
    for title, text in algorithms.items():
        put("algorithm", title, bytes.fromhex(text))
    for title, (private, signature) in signed.items():
        spki = private.public_key().public_bytes(serialization.Encoding.DER,
                                                 serialization.PublicFormat.SubjectPublicKeyInfo)
        put("sig", title, sized(spki) + sized(bytes.fromhex(algorithms[title])) + signature)


# ---- text -----------------------------------------------------------------------------------------

def make_settings():
    put("settings", "variables", "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt\n"
        "export REQUESTS_CA_BUNDLE=\"/srv/ca.pem\"\n# SSL_CERT_DIR=/etc\n\0"
        "JAVA_OPTS='-Xmx1g -Djavax.net.ssl.trustStore=/srv/trust.jks'\nNODE_EXTRA_CA_CERTS=/srv/a.pem\n")
    put("settings", "leading-out", "SSL_CERT_FILE=/../../../../etc/passwd\nCURL_CA_BUNDLE=/out/x\n\0"
        "AWS_CA_BUNDLE=/up/bin\nGIT_SSL_CAINFO=/loop/x\nSSL_CERT_DIR=/etc/../out/./lib\n")


def make_php():
    put("php", "both", "[openssl]\nopenssl.cafile=/etc/ssl/certs/ca-certificates.crt ; the system's\n\0"
        "curl.cainfo = \"/srv/cacert.pem\"\n")
    put("php", "leading-out", "openssl.capath = '/out/../../etc'\n\0curl.cainfo=/up/x\n")


def make_java():
    put("java", "temurin", 'IMPLEMENTOR="Eclipse Adoptium"\nJAVA_VERSION="21.0.5"\nOS_ARCH="x86_64"\n')
    put("java", "old", 'JAVA_VERSION="1.8.0_432"\n')


def make_span():
    put("span", "touching", bytes([1, 5, 5, 9, 20, 40, 3, 7, 0, 66, 30, 31]))
    put("span", "apart", bytes([1, 2, 4, 6, 8, 10, 63, 66, 2, 4, 6, 8, 0, 1, 65, 66]))


def make_text():
    put("text", "mixed", "plain \\ \x1b[31m \u202e reversed, ü, \U0001f512\x7f".encode() + b"\xff\xc0\x80")


def s_client(*certs):
    """As `openssl s_client -showcerts` prints a chain, cut to what it says about certificates."""
    lines = ["CONNECTED(00000003)", "---", "Certificate chain"]
    for number, der in enumerate(certs):
        lines += [f" {number} s:CN = x", "   i:CN = y", pem(der).rstrip()]
    return "\n".join([*lines, "---", "Server certificate", "subject=CN = x", "---", "DONE", ""])


def make_capture():
    roots = ROOT / "corpus" / "roots"
    minted = s_client(leaf("A", 3)[0], authority("A", 3, "R1", 1)[0])
    put("capture", "minted", f"{HOST}\n{minted}")
    put("capture", "no-host", f"\n{minted}")
    put("capture", "oss", f"oss-cn-hangzhou.aliyuncs.com\n{minted}")
    for name in ("globalsign-root-r46", "amazon-root-ca-1"):
        put("capture", name, "s3.amazonaws.com\n" + (roots / f"{name}.pem").read_text("utf-8"))
    put("list", "s-client", minted)


def make_pem():
    put("pem", "two", "# comment\n" + "".join(map(pem, TWO)))
    put("pem", "odd", "-----BEGIN A-----\nAA==\n-----END B-----\n-----BEGIN C-----\r\nAAA=-----END C-----")


def main(wanted):
    made = {name.removeprefix("make_"): make for name, make in globals().items()
            if name.startswith("make_")}
    for target in wanted or made:
        if target not in made:
            sys.exit(f"seeds.py: no seeds are made for {target}")
        made[target]()
        print(f"{target}: {sum(1 for _ in (CORPUS / target).iterdir())} files")


if __name__ == "__main__":
    main(sys.argv[1:])
