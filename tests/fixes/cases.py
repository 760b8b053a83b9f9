# SPDX-License-Identifier: Apache-2.0
"""Stores to mend: how each comes about, what `chainready fix --store` is told, and who must agree."""
import dataclasses
import pathlib
from typing import Mapping

from machine import (CURL, GNUTLS, JVMS, NODE, OPENSSL, PHP, PHP_CURL, PYTHON, WGET, CLIENTS, Client,
                     in_python, java)

SYSTEM = "/etc/ssl/certs/ca-certificates.crt"
APP = "/opt/my app's"  # a path that must be quoted
QUOTED = "\"/opt/my app's\""
PASSWORD = {"JKS": "s3cret pässword", "JCEKS": "s3cret \"pässword", "PKCS12": "s3cret $word"}


@dataclasses.dataclass(frozen=True)
class Case:
    """A store of this machine, or one that an application brings."""
    name: str
    store: str  # an id, or a path
    clients: tuple[Client, ...]
    prepare: str = ":"
    environment: Mapping[str, str] = dataclasses.field(default_factory=dict)
    password: bool = False  # it is asked for
    python: bool = False    # needs the virtual environment
    replaced: bool = False  # by variables that name another store


def jdk_cases() -> list[Case]:
    """Each JDK with a keystore of its own, in both forms that JDKs have shipped, and jssecacerts."""
    out = []
    for home in JVMS:
        own = f"{home}/lib/security/cacerts"
        keytool = f"{home}/bin/keytool"
        copy = (f"cp --remove-destination \"$(realpath {own})\" /tmp/source.jks && rm -f {own} && "
                f"chmod u+w /tmp/source.jks")
        convert = (f"{keytool} -J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE "
                   "-J-Dkeystore.pkcs12.macAlgorithm=NONE -importkeystore -noprompt "
                   "-srckeystore /tmp/source.jks -srcstorepass changeit -deststoretype PKCS12 "
                   f"-deststorepass changeit -destkeystore {own} 2>&1 && "
                   f"! {keytool} -list -keystore {own} </dev/null 2>&1 | grep -q 'password:$'")
        out.append(Case(f"cacerts of {home.name}", own, (java(home),),
                        prepare=f"{copy} && cp /tmp/source.jks {own}"))
        out.append(Case(f"cacerts of {home.name}, PKCS#12 without password", own, (java(home),),
                        prepare=f"{copy} && {convert}"))
        out.append(Case(f"jssecacerts of {home.name}", f"{home}/lib/security/jssecacerts",
                        (java(home),),
                        prepare=f"cp \"$(realpath {own})\" {home}/lib/security/jssecacerts"))
    return out


def keystore_cases() -> list[Case]:
    """An application's own truststore, with a password."""
    out = []
    for home in JVMS:
        for form in ("JKS", "PKCS12", "JCEKS"):
            store = f"{APP}/truststore.{form.lower()}"
            options = (f"-Djavax.net.ssl.trustStore=\"{store}\" "
                       f"-Djavax.net.ssl.trustStoreType={form} "
                       "-Djavax.net.ssl.trustStorePassword=\"$(cat /opt/password)\"")
            make = (f"mkdir -p {QUOTED} && printf '%s' '{PASSWORD[form]}' >/opt/password && "
                    f"cp \"$(realpath {home}/lib/security/cacerts)\" /tmp/source.jks && "
                    f"{home}/bin/keytool -importkeystore -noprompt -srckeystore /tmp/source.jks "
                    "-srcstorepass changeit -deststorepass:file /opt/password "
                    f"-deststoretype {form} -destkeystore \"{store}\"")
            out.append(Case(f"{form} truststore, {home.name}", store, (java(home, options),),
                            prepare=make, password=True,
                            environment={"STOREPASS_FILE": "/opt/password", "LC_ALL": "C.UTF-8"}))
    return out


def php_cases() -> list[Case]:
    """Bundles that php.ini names, and one of composer/ca-bundle."""
    ini = "$(ls -d /etc/php/*/cli/conf.d | tail -1)/99-own.ini"
    copy = f"mkdir -p {QUOTED} && cp {SYSTEM} {QUOTED}/cacert.pem"
    vendor = f"{APP}/vendor/composer/ca-bundle/res/cacert.pem"
    both = f"openssl.cafile = \"{APP}/cacert.pem\"\ncurl.cainfo = \"{APP}/cacert.pem\"\n"
    return [
        Case("PHP, openssl.cafile and curl.cainfo", f"{APP}/cacert.pem", (PHP, PHP_CURL),
             prepare=f"{copy} && cat >\"{ini}\" <<'INI'\n{both}INI"),
        Case("PHP, composer/ca-bundle", vendor,
             (Client("php with cafile", f"php {CLIENTS}/stream.php {{url}} \"{vendor}\"",
                     "certificate verify failed", ("php",)),),
             prepare=f"mkdir -p \"$(dirname \"{vendor}\")\" && cp {SYSTEM} \"{vendor}\""),
    ]


def python_cases() -> list[Case]:
    """Libraries with bundles of their own, in a virtual environment that is copied to /opt/app."""
    python = "/opt/app/bin/python3"
    fetch = "print({}.get(sys.argv[1], timeout=60).text)"
    s3 = ("botocore.session.get_session().create_client('s3', region_name='x', endpoint_url="
          "sys.argv[1], aws_access_key_id='x', aws_secret_access_key='x', config=botocore.config."
          "Config(retries={'max_attempts': 0}, s3={'addressing_style': 'path'}))."
          "head_object(Bucket='b', Key='k'); print('ready')")
    requests = in_python(python, "requests", fetch.format("requests"))
    httpx = in_python(python, "httpx", fetch.format("httpx"))
    botocore = Client("botocore", f"{python} -c \"import sys, botocore.session, botocore.config; {s3}\" "
                      "{url}", "SSL validation failed")
    return [
        Case("certifi of a virtual environment", "/opt/app/lib/python*/site-packages/certifi/cacert.pem",
             (requests, httpx), python=True, replaced=True),
        Case("botocore", "/opt/app/lib/python*/site-packages/botocore/cacert.pem", (botocore,),
             python=True, replaced=True),
    ]


def plain_cases() -> list[Case]:
    """Files and folders that a program is pointed to."""
    bundle = f"{APP}/cacert.pem"
    folder = "/opt/certs"
    return [
        Case("the system's store", "system", (CURL, WGET, OPENSSL, GNUTLS, PYTHON, PHP, PHP_CURL)),
        Case("Debian's keystore for Java", "/etc/ssl/certs/java/cacerts",
             tuple(java(home) for home in JVMS)),
        Case("Node.js", "node", (NODE,)),
        Case("Node.js, with NODE_EXTRA_CA_CERTS before", "node", (NODE,),
             prepare=f"cp {SYSTEM} /opt/extra.pem && echo NODE_EXTRA_CA_CERTS=/opt/extra.pem "
                     ">>/etc/environment"),
        Case("a bundle of an application", bundle,
             (dataclasses.replace(CURL, command=f"curl -sS --cacert \"{bundle}\" {{url}}"),),
             prepare=f"mkdir -p {QUOTED} && cp {SYSTEM} \"{bundle}\""),
        Case("a bundle that does not end its last line", bundle,
             (dataclasses.replace(CURL, command=f"curl -sS --cacert \"{bundle}\" {{url}}"),),
             prepare=f"mkdir -p {QUOTED} && printf '%s' \"$(cat {SYSTEM})\" >\"{bundle}\""),
        Case("a folder of hash names", folder,
             (dataclasses.replace(OPENSSL, command=OPENSSL.command + f" -CApath {folder} -no-CAfile "
                                                                     "-no-CAstore"),),
             prepare=f"mkdir {folder} && cp -L /etc/ssl/certs/*.pem {folder} && openssl rehash {folder}"),
    ]


def stand_in(name: str, folders: str, bundle: str) -> str:
    """The command of another distribution, made of what it calls itself: p11-kit."""
    module = f"x-init-reserved: paths='{folders}'"
    return f"""
mkdir -p /etc/pkcs11/modules "$(dirname {bundle})" {folders.replace(":", " ")}
{{ sed '/^x-init-reserved/d' /usr/share/p11-kit/modules/p11-kit-trust.module; echo "{module}"
}} >/etc/pkcs11/modules/p11-kit-trust.module
cat >/usr/local/sbin/{name} <<'END'
#!/bin/sh
exec trust extract --format=pem-bundle --filter=ca-anchors --purpose=server-auth --overwrite {bundle}
END
chmod +x /usr/local/sbin/{name}
"""


def other_distributions() -> list[Case]:
    """Layouts of RHEL, SUSE and Alpine on this machine's files; their commands are stood in for."""
    rhel = "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"
    suse = "/var/lib/ca-certificates/ca-bundle.pem"

    def curl(bundle: str) -> Client:
        return dataclasses.replace(CURL, command=f"curl -sS --cacert {bundle} {{url}}",
                                   needs=("curl", "trust"))
    return [
        Case("RHEL's layout, update-ca-trust stood in for", "system", (curl(rhel),),
             prepare=stand_in("update-ca-trust", "/etc/pki/ca-trust/source:/usr/share/pki/ca-trust-source",
                              rhel) + f"mkdir -p /usr/share/pki/ca-trust-source/anchors\n"
             f"cp {SYSTEM} /usr/share/pki/ca-trust-source/anchors/mozilla.pem\nupdate-ca-trust"),
        Case("SUSE's layout, update-ca-certificates stood in for", "system", (curl(suse),),
             prepare=stand_in("update-ca-certificates", "/etc/pki/trust:/usr/share/pki/trust", suse)
             + f"mkdir -p /usr/share/pki/trust/anchors\n"
             f"cp {SYSTEM} /usr/share/pki/trust/anchors/mozilla.pem\nupdate-ca-certificates"),
        Case("Alpine's layout, with Debian's update-ca-certificates", "system", (CURL,),
             prepare="echo 3.20.0 >/etc/alpine-release"),
    ]


CASES = [*plain_cases(), *jdk_cases(), *keystore_cases(), *php_cases(), *python_cases(),
         *other_distributions()]
