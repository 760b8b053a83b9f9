# SPDX-License-Identifier: Apache-2.0
"""Which stores each runtime really uses: found by reading files, never by running any."""
import os
import pathlib

import pytest

from command import Chainready
from image import PEM, Image

RELEASE = 'IMPLEMENTOR="{}"\nJAVA_VERSION="{}"\n'
ELF = b"\x7fELF" + bytes(16 * 1024 * 1024)


@pytest.fixture(name="image")
def _image(tmp_path: pathlib.Path, chainready: Chainready) -> Image:
    return Image(tmp_path / "image", chainready)


# ---- the system ------------------------------------------------------------------------------------

@pytest.mark.parametrize("path, manager", [
    ("/etc/ssl/certs/ca-certificates.crt", "debian"),
    ("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "rhel"),
    ("/etc/pki/tls/certs/ca-bundle.crt", "rhel"),
    ("/var/lib/ca-certificates/ca-bundle.pem", "suse"),
    ("/etc/ssl/ca-bundle.pem", "suse"),
    ("/etc/ssl/cert.pem", "alpine"),
])
def test_the_bundle_of_each_family_is_the_systems(image: Image, path: str, manager: str) -> None:
    image.put(path)
    store = image.only()
    assert (store["id"], store["path"], store["manager"]) == ("system", path, manager)
    assert store["follows"] == "mozilla"
    for reader in ("OpenSSL", "curl", "Go"):
        assert reader in store["stack"]


def test_alpine_is_known_by_its_release(image: Image) -> None:
    image.put("/etc/ssl/certs/ca-certificates.crt")
    image.put("/etc/alpine-release", "3.20.0\n")
    assert image.only()["manager"] == "alpine"


def test_two_names_of_one_bundle_are_one_store(image: Image) -> None:
    image.put("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem")
    image.link("/etc/pki/tls/certs/ca-bundle.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem")
    image.link("/etc/ssl/certs/ca-bundle.crt", "/etc/pki/tls/certs/ca-bundle.crt")
    assert image.only()["id"] == "system"


# ---- variables -------------------------------------------------------------------------------------

SETTINGS = {
    "/etc/environment": "{}={}\n",
    "/etc/profile.d/roots.sh": "export {}='{}'\n",
    "/etc/default/app": '{}="{}"\n',
    "/etc/sysconfig/app": "{}={}\n",
    "/etc/systemd/system/app.service": "[Service]\nEnvironment={}={}\n",
    "/etc/systemd/system/app.service.d/roots.conf": "[Service]\nEnvironment=\"{}={}\"\n",
    "/etc/supervisor/conf.d/app.conf": "[program:app]\nenvironment={}=\"{}\"\n",
}


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE",
                                  "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "AWS_CA_BUNDLE",
                                  "GIT_SSL_CAINFO"])
@pytest.mark.parametrize("file", SETTINGS)
def test_variables_are_read_where_they_are_set(image: Image, file: str, name: str) -> None:
    image.put("/srv/own.pem")
    image.put(file, SETTINGS[file].format(name, "/srv/own.pem"))
    store = image.only()
    assert (store["path"], store["id"], store["config"]) == ("/srv/own.pem", name, file)


def test_a_comment_sets_nothing(image: Image) -> None:
    image.put("/srv/own.pem")
    image.put("/etc/environment", "# SSL_CERT_FILE=/srv/own.pem\n  #SSL_CERT_FILE=/srv/own.pem\n"
                                  "MY_SSL_CERT_FILE=/srv/own.pem\nSSL_CERT_FILE\n")
    assert not image.stores()


def test_quoted_values_may_hold_blanks(image: Image) -> None:
    for name in ("a b", "c d", "e f"):
        image.put(f"/srv/{name}.pem")
    image.put("/etc/environment", "SSL_CERT_FILE=\"/srv/a b.pem\"\nCURL_CA_BUNDLE='/srv/c d.pem'\n")
    image.put("/etc/systemd/system/x.service", '[Service]\nEnvironment="AWS_CA_BUNDLE=/srv/e f.pem" "X=y"\n')
    assert set(image.found()) == {"/srv/a b.pem", "/srv/c d.pem", "/srv/e f.pem"}


def test_a_unit_points_to_a_file_of_variables(image: Image) -> None:
    image.put("/srv/own.pem")
    image.put("/opt/app/env", "SSL_CERT_FILE=/srv/own.pem\nEnvironmentFile=/opt/app/env\n")
    image.put("/etc/systemd/system/app.service",
              "[Service]\nEnvironmentFile=-/opt/app/env\nEnvironmentFile=-/not/there\n")
    assert image.only()["config"] == "/opt/app/env"


def test_units_that_point_to_themselves_end(image: Image) -> None:
    unit = "/etc/systemd/system/app.service"
    image.put(unit, f"[Service]\nEnvironmentFile={unit}\nEnvironment=SSL_CERT_FILE=/srv/own.pem\n")
    image.put("/srv/own.pem")
    assert image.only()["config"] == unit


def test_several_folders_of_ssl_cert_dir_are_several_stores(image: Image) -> None:
    image.put("/srv/one/0a775a30.0")
    image.put("/srv/two/0a775a30.0")
    image.put("/etc/environment", "SSL_CERT_DIR=/srv/one:/srv/two\n")
    assert set(image.found()) == {"/srv/one", "/srv/two"}


def test_what_a_setting_names_and_is_not_there_is_said(image: Image) -> None:
    image.put("/etc/environment", "SSL_CERT_FILE=/srv/gone.pem\n")
    store = image.only()
    assert (store["error"], store["verdict"]) == ("no such file", "unknown")


def test_variables_of_this_process_count_on_this_machine_alone(chainready: Chainready, image: Image,
                                                               tmp_path: pathlib.Path) -> None:
    own = tmp_path / "own.pem"
    own.write_text(PEM)
    image.put("/etc/ssl/cert.pem")
    env = {"SSL_CERT_FILE": str(own), "JAVA_TOOL_OPTIONS": f"-Xmx1g -Djavax.net.ssl.trustStore={own}"}
    inside = chainready("stores", "--sysroot", image.folder, env=env)
    assert str(own) not in inside.out
    here = chainready("stores", "--json", env=env)
    store = next(each for each in here.document["stores"] if each["path"] == str(own))
    assert store["config"] == "the environment"
    assert "SSL_CERT_FILE" in store["stack"] and "javax.net.ssl.trustStore" in store["stack"]


@pytest.mark.parametrize("name", ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"])
def test_options_of_java_are_read(chainready: Chainready, tmp_path: pathlib.Path, name: str) -> None:
    own = tmp_path / "own.pem"
    own.write_text(PEM)
    run = chainready("stores", "--json", env={name: f"-Dx=y -Djavax.net.ssl.trustStore={own} -Dz"})
    store = next(each for each in run.document["stores"] if each["path"] == str(own))
    assert (store["id"], store["config"], store["manager"]) == ("java-trustStore", name, "keystore")


@pytest.mark.parametrize("file, text", [
    ("/opt/tomcat/bin/setenv.sh", 'export CATALINA_OPTS="-Dx -Djavax.net.ssl.trustStore={} -Dy"\n'),
    ("/etc/default/tomcat9", 'JAVA_OPTS="-Djavax.net.ssl.trustStore={}"\n'),
    ("/etc/elasticsearch/jvm.options", "-Xms1g\n-Djavax.net.ssl.trustStore={}\n"),
    ("/root/.gradle/gradle.properties", "systemProp.javax.net.ssl.trustStore={}\n"),
])
def test_options_of_java_are_found_beside_what_they_are_for(image: Image, file: str, text: str) -> None:
    image.put("/srv/own.pem")
    image.put(file, text.format("/srv/own.pem"))
    store = image.only()
    assert (store["id"], store["config"]) == ("java-trustStore", file)


# ---- Java ------------------------------------------------------------------------------------------

@pytest.mark.parametrize("implementor, follows", [
    ("Eclipse Adoptium", "mozilla"), ("Oracle Corporation", "jdk"), ("Amazon.com Inc.", "jdk")])
def test_every_jdk_has_its_own_store(image: Image, implementor: str, follows: str) -> None:
    home = "/opt/java/jdk-21"
    image.put(f"{home}/release", RELEASE.format(implementor, "21.0.4"))
    image.put(f"{home}/lib/security/cacerts")
    store = image.only()
    assert (store["id"], store["manager"], store["follows"]) == ("java-21.0.4", "jdk", follows)
    assert store["stack"] == f"Java 21.0.4 ({implementor})"


def test_java_8_keeps_it_in_its_jre(image: Image) -> None:
    image.put("/usr/lib/jvm/java-8/release", 'JAVA_VERSION="1.8.0_402"\n')
    image.put("/usr/lib/jvm/java-8/jre/lib/security/cacerts")
    assert image.only()["id"] == "java-1.8.0_402"


def test_jssecacerts_takes_the_place_of_cacerts(image: Image) -> None:
    image.put("/opt/jdk/lib/security/cacerts")
    image.put("/opt/jdk/lib/security/jssecacerts")
    assert list(image.found()) == ["/opt/jdk/lib/security/jssecacerts"]


@pytest.mark.parametrize("target, manager", [
    ("/etc/ssl/certs/java/cacerts", "debian-java"),
    ("/etc/pki/ca-trust/extracted/java/cacerts", "rhel"),
    ("/var/lib/ca-certificates/java-cacerts", "suse")])
def test_jdks_of_a_distribution_share_one_store(image: Image, target: str, manager: str) -> None:
    image.put(target)
    for number in ("17", "21"):
        image.put(f"/usr/lib/jvm/java-{number}/release", RELEASE.format("Debian", number + ".0.1"))
        image.link(f"/usr/lib/jvm/java-{number}/lib/security/cacerts", target)
    store = image.only()
    assert (store["path"], store["manager"], store["follows"]) == (target, manager, "mozilla")
    assert store["stack"] == "Java 17.0.1 (Debian), Java 21.0.1 (Debian)"


@pytest.mark.parametrize("name", ["app.truststore", "truststore.jks", "TrustStore.p12", "trust.pfx",
                                  "client-trust.jceks"])
def test_truststores_of_applications_are_known_by_their_names(image: Image, name: str) -> None:
    image.put(f"/opt/app/conf/{name}")
    image.put("/opt/app/conf/keystore.p12")
    image.put("/opt/app/src/test/resources/truststore.jks")
    image.put("/opt/app/target/test-classes/truststore.jks")
    assert image.found() == {f"/opt/app/conf/{name}": "keystore"}


# ---- Python ----------------------------------------------------------------------------------------

def test_every_python_and_environment_has_its_certifi(image: Image) -> None:
    paths = {
        "/usr/lib/python3/dist-packages/certifi/cacert.pem": "certifi",
        "/usr/local/lib/python3.12/site-packages/certifi/cacert.pem": "certifi-2",
        "/srv/app/.venv/lib/python3.11/site-packages/certifi/cacert.pem": "certifi-.venv",
        "/home/me/.pyenv/versions/3.9.1/lib/python3.9/site-packages/certifi/cacert.pem": "certifi-3.9.1",
    }
    for path in paths:
        image.put(path)
    assert image.found() == paths


def test_certifi_is_replaced_where_both_variables_hold_for_all(image: Image) -> None:
    image.put("/usr/lib/python3/dist-packages/certifi/cacert.pem")
    image.put("/srv/own.pem")
    run = image.chainready("stores", "--sysroot", image.folder)
    assert run.out.startswith("broken")
    image.put("/etc/environment", "REQUESTS_CA_BUNDLE=/srv/own.pem\nSSL_CERT_FILE=/srv/own.pem\n")
    lines = image.chainready("stores", "--sysroot", image.folder).out.splitlines()
    assert any(line.startswith("own ") and "certifi" in line for line in lines)


# ---- PHP -------------------------------------------------------------------------------------------

def test_php_is_read_for_each_sapi(image: Image) -> None:
    for name in ("a", "b", "c"):
        image.put(f"/srv/{name}.pem")
    image.put("/etc/php/8.2/cli/php.ini", "[openssl]\nopenssl.cafile = /srv/a.pem ; why\n")
    image.put("/etc/php/8.2/fpm/php.ini", "curl.cainfo = \"/srv/b.pem\"\n;openssl.cafile=/srv/c.pem\n")
    stores = {each["path"]: each for each in image.stores()}
    assert set(stores) == {"/srv/a.pem", "/srv/b.pem"}
    assert "PHP 8.2 cli streams, PHP 8.2 cli curl" == stores["/srv/a.pem"]["stack"]
    assert "PHP 8.2 fpm curl" == stores["/srv/b.pem"]["stack"]
    assert stores["/srv/b.pem"]["manager"] == "php"


def test_curl_takes_openssl_cafile_before_curl_cainfo(image: Image) -> None:
    image.put("/srv/a.pem")
    image.put("/srv/b.pem")
    image.put("/etc/php/8.2/cli/php.ini", "openssl.cafile=/srv/a.pem\ncurl.cainfo=/srv/b.pem\n")
    assert list(image.found()) == ["/srv/a.pem"]


def test_the_last_scanned_ini_wins(image: Image) -> None:
    for name in ("a", "b", "c"):
        image.put(f"/srv/{name}.pem")
    image.put("/etc/php/8.2/cli/php.ini", "openssl.cafile=/srv/a.pem\n")
    image.put("/etc/php/8.2/cli/conf.d/10-x.ini", "openssl.cafile=/srv/b.pem\n")
    image.put("/etc/php/8.2/cli/conf.d/20-y.ini", "openssl.cafile='/srv/c.pem'\n")
    image.put("/etc/php/8.2/cli/conf.d/30-z.ini.off", "openssl.cafile=/srv/a.pem\n")
    store = image.only()
    assert (store["path"], store["config"]) == ("/srv/c.pem", "/etc/php/8.2/cli/conf.d/20-y.ini")


@pytest.mark.parametrize("ini", ["/etc/php.d/99-own.ini", "/usr/local/etc/php/conf.d/own.ini"])
def test_other_layouts_of_ini_files_are_known(image: Image, ini: str) -> None:
    """Fedora's, and that of PHP's own container images, which have no php.ini."""
    image.put("/srv/a.pem")
    if ini.startswith("/etc"):
        image.put("/etc/php.ini", "memory_limit = 1G\n")
    image.put(ini, "curl.cainfo=/srv/a.pem\n")
    assert image.only()["config"] == ini


@pytest.mark.parametrize("folder", ["/etc/php/8.2/fpm/pool.d", "/etc/php-fpm.d"])
def test_pools_of_fpm_have_settings_of_their_own(image: Image, folder: str) -> None:
    image.put("/srv/a.pem")
    image.put("/srv/b.pem")
    image.put(f"{folder}/www.conf", "[www]\nphp_admin_value[openssl.cafile] = /srv/a.pem\n"
                                    "php_value[memory_limit] = 1G\n;php_value[curl.cainfo]=/srv/b.pem\n")
    store = image.only()
    assert (store["path"], store["config"]) == ("/srv/a.pem", f"{folder}/www.conf")


def test_php_without_settings_reads_the_systems_store(image: Image) -> None:
    image.put("/etc/ssl/certs/ca-certificates.crt")
    image.put("/etc/php/8.2/cli/php.ini", "memory_limit=1G\n")
    assert "PHP 8.2 cli streams, PHP 8.2 cli curl" in image.only()["stack"]


@pytest.mark.parametrize("value", ["own.pem", "../own.pem", "${OWN}", "${OWN}/a.pem"])
def test_a_path_that_cannot_be_told_is_unknown(image: Image, value: str) -> None:
    image.put("/own.pem")
    image.put("/etc/php/8.2/cli/php.ini", f"openssl.cafile={value}\n")
    store = image.only()
    assert store["verdict"] == "unknown" and store["path"] == value
    assert "not an absolute path" in store["error"]


# ---- Node, SDKs ------------------------------------------------------------------------------------

def test_node_is_judged_with_its_built_in_roots(image: Image) -> None:
    image.put("/usr/local/bin/node", ELF + PEM.encode() + ELF[4:]).chmod(0o755)
    store = image.only()
    assert (store["id"], store["kind"], store["roots"], store["manager"]) == ("node", "executable", 1, "node")


def test_roots_that_node_is_given_count_beside_its_own(image: Image) -> None:
    image.put("/usr/local/bin/node", ELF + PEM.encode()).chmod(0o755)
    import pki  # pylint: disable=import-outside-toplevel
    image.put("/srv/extra.pem", pki.authority("Extra").pem)
    image.put("/etc/environment", "NODE_EXTRA_CA_CERTS=/srv/extra.pem\n")
    node = next(each for each in image.stores() if each["id"] == "node")
    assert node["roots"] == 2


@pytest.mark.parametrize("path, name", [
    ("/venv/lib/python3.11/site-packages/botocore/cacert.pem", "botocore-venv"),
    ("/usr/lib/python3/dist-packages/botocore/cacert.pem", "botocore"),
    ("/usr/lib/python3/dist-packages/aliyunsdkcore/vendored/requests/cacert.pem", "aliyun-python"),
    ("/srv/app/vendor/aliyuncs/oss-sdk-php/cacert.pem", "aliyun"),
    ("/srv/app/vendor/alibabacloud/sdk/cacert.pem", "aliyun"),
    ("/srv/app/alipay-sdk/alipayRootCert.crt", "alipay"),
    ("/srv/app/vendor/composer/ca-bundle/res/cacert.pem", "composer-ca-bundle"),
    ("/srv/app/vendor/guzzlehttp/guzzle/src/cacert.pem", "guzzle"),
    ("/srv/app/vendor/aws/aws-sdk-php/cacert.pem", "aws-sdk-php"),
    ("/srv/app/vendor/stripe/stripe-php/data/ca-certificates.crt", "stripe"),
    ("/usr/lib/python3/dist-packages/httplib2/cacerts.txt", "httplib2"),
    ("/usr/lib/python3/dist-packages/pip/_vendor/certifi/cacert.pem", "pip"),
    ("/srv/app/cacert.pem", "bundle"),
])
def test_bundles_of_sdks_are_known_by_where_they_lie(image: Image, path: str, name: str) -> None:
    image.put(path)
    store = image.only()
    assert (store["path"], store["id"]) == (path, name)


# ---- what is none ----------------------------------------------------------------------------------

@pytest.mark.parametrize("folder", ["/tmp", "/var/tmp", "/var/cache", "/proc", "/sys", "/dev", "/run",
                                    "/srv/app/tests", "/srv/app/docs", "/srv/.git", "/srv/examples",
                                    "/home/me/pytest-of-me"])
def test_folders_of_others_are_left_out(image: Image, folder: str) -> None:
    image.put(f"{folder}/cacert.pem")
    image.put(f"{folder}/truststore.p12", "locked")
    assert not image.stores()


def test_the_folder_for_temporary_files_is_left_out(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    """TMPDIR may lie anywhere: what is thrown away is no store of this machine."""
    if not os.access("/opt", os.W_OK):
        pytest.skip("/opt may not be written to")
    folder = pathlib.Path(f"/opt/chainready-{os.getpid()}")
    folder.mkdir()
    try:
        (folder / "cacert.pem").write_text(PEM)
        assert str(folder) in chainready("stores").out
        assert str(folder) not in chainready("stores", env={"TMPDIR": str(folder)}).out
    finally:
        (folder / "cacert.pem").unlink()
        folder.rmdir()


def test_nothing_that_is_found_is_run(image: Image) -> None:
    trap = "#!/bin/sh\ntouch \"$(dirname \"$0\")/run\"\n"
    for name in ("php", "python3", "node", "openssl", "keytool", "java"):
        image.put(f"/usr/bin/{name}", trap).chmod(0o755)
    image.put("/etc/ssl/cert.pem")
    run = image.chainready("stores", "--sysroot", image.folder,
                           env={"PATH": str(image.folder / "usr/bin")})
    assert run.code == 0 and not (image.folder / "usr/bin/run").exists()


# ---- --probe ---------------------------------------------------------------------------------------

def test_a_probe_asks_the_runtimes_on_the_path(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    own = tmp_path / "own.pem"
    own.write_text(PEM)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, says in (("php", f"echo '{own}'; echo relative.pem; echo /not/there"), ("python3", "exec sleep 60"),
                       ("node", "kill -9 $$"), ("openssl", "head -c 100000 /dev/zero")):
        (programs / name).write_text(f"#!/bin/sh\n{says}\n")
        (programs / name).chmod(0o755)
    env = {"PATH": f"{programs}:/usr/bin:/bin"}
    without = chainready("stores", "--json", env=env).document["stores"]
    assert not [each for each in without if each["path"] == str(own)]
    probed = chainready("stores", "--json", "--probe", env=env, timeout=60).document["stores"]
    assert [each["stack"] for each in probed if each["path"] == str(own)] == ["PHP cli, as php says"]
    assert {each["path"] for each in without} < {each["path"] for each in probed}


def test_an_image_is_not_probed(image: Image) -> None:
    image.put("/etc/ssl/cert.pem")
    run = image.chainready("stores", "--probe", "--sysroot", image.folder)
    run.fails(64, "--probe")
