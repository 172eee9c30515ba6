"""A hub behind the proxies of the guide, really run, with certificates of an authority of our own: good ones let a copy
sync, bad ones are told in words and nothing is sent."""

import datetime
import ipaddress
import os
import random
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kclub_desktop.clock import SystemClock
from kclub_desktop.errors import FileNotReadable, HubCertificate
from kclub_desktop.secrets import Held
from kclub_desktop.store import open_library
from kclub_desktop.sync import pairing
from kclub_desktop.sync.endpoints.hub import HubEndpoint
from kclub_desktop.sync.session import sync
from kclub_desktop.words import set_language
from kclub_desktop.words_for_errors import words_for
from kclub_hub.communities import new_code, new_community
from kclub_hub.serve import HubServer
from tests.making import made_library

CADDYFILE = Path(__file__).parents[2] / "packaging" / "hub" / "Caddyfile"
NOW = datetime.datetime.now(datetime.UTC)
A_DAY = datetime.timedelta(days=1)


class Authority:
    """Signs certificates, as the owner of a small network does."""

    def __init__(self, folder):
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Zhixing's own authority")])
        usage = x509.KeyUsage(
            digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
            key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        made = self._begun(self.name, self.key, A_DAY).add_extension(x509.BasicConstraints(True, None), True)
        self.certificate = made.add_extension(usage, True).sign(self.key, hashes.SHA256())
        self.file = folder / "authority.pem"
        self.file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def _begun(self, subject, key, ends):
        return (
            x509.CertificateBuilder().subject_name(subject).issuer_name(self.name).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(NOW - 2 * A_DAY).not_valid_after(NOW + ends)
        )  # fmt: skip

    def sign(self, host, ends=A_DAY):
        """(certificate file, key file) for a name or an address."""
        key = ec.generate_private_key(ec.SECP256R1())
        named = x509.DNSName(host)
        if host[0].isdigit():
            named = x509.IPAddress(ipaddress.ip_address(host))
        begun = self._begun(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]), key, ends)
        made = begun.add_extension(x509.SubjectAlternativeName([named]), False).sign(
            self.key, hashes.SHA256()
        )
        files = self.folder / f"{host}.crt", self.folder / f"{host}.key"
        files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
        files[1].write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return files


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


NGINX = """
{user} daemon off; pid {folder}/nginx.pid; error_log stderr;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{
    listen 127.0.0.1:{port} ssl; ssl_certificate {certificate}; ssl_certificate_key {key};
    location / {{ proxy_pass {hub}; proxy_read_timeout 60s; client_max_body_size 64m; }}
  }}
}}
"""


def nginx(folder, port, hub, certificate, key):
    file = folder / "nginx.conf"
    # Run by root it would give its work to somebody who may not read a test's folder.
    user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    text = NGINX.format(user=user, folder=folder, port=port, hub=hub, certificate=certificate, key=key)
    file.write_text(text)
    return ["nginx", "-p", str(folder), "-c", str(file)]


def caddy(folder, port, hub, certificate, key):
    """The Caddyfile that is shipped, with this run's name, port and certificate."""
    text = CADDYFILE.read_text()
    assert "hub.example.com {" in text and "127.0.0.1:8787" in text
    text = text.replace("hub.example.com {", f"https://localhost:{port} {{\n\ttls {certificate} {key}")
    text = text.replace("127.0.0.1:8787", hub.removeprefix("http://"))
    file = folder / "Caddyfile"
    file.write_text(
        "{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system "
        + str(folder)
        + "\n}\n"
        + text
    )
    return ["caddy", "run", "--config", str(file), "--adapter", "caddyfile"]


PROXIES = {"nginx": nginx, "caddy": caddy}


@pytest.fixture
def hub(tmp_path):
    made = HubServer(tmp_path / "hub.db")
    made.start()
    made.community = new_community(made.database, "Zhixing")
    yield made
    made.stop()


@pytest.fixture
def behind(request, tmp_path, hub):
    """Puts the hub behind a proxy with a certificate; its address. Skips where the proxy is not installed."""
    running = []

    def start(proxy, certificate, key):
        program = shutil.which(proxy, path="/usr/sbin:/usr/bin:/usr/local/bin")
        if program is None:
            pytest.skip(f"{proxy} is not installed")
        port = free_port()
        words = PROXIES[proxy](tmp_path, port, hub.url, certificate, key)
        process = subprocess.Popen(
            [program, *words[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={"HOME": str(tmp_path), "PATH": "/usr/bin"}
        )  # fmt: skip
        running.append(process)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            assert process.poll() is None, process.stderr.read().decode()
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    return port
            time.sleep(0.05)
        raise AssertionError(f"{proxy} did not start")

    yield start
    for process in running:
        process.terminate()
        process.wait(10)


@pytest.mark.parametrize("proxy", PROXIES)
def test_two_copies_agree_through_a_proxy_with_a_certificate_of_its_owner(
    proxy, behind, hub, tmp_path, monkeypatch
):
    authority = Authority(tmp_path)
    url = f"https://localhost:{behind(proxy, *authority.sign('localhost'))}"
    monkeypatch.setenv("KCLUB_CA_FILE", str(authority.file))
    secrets = [Held(), Held()]
    for n, held in enumerate(secrets):
        with made_library(
            tmp_path / f"copy{n}", name="Zhixing" if n == 0 else "", clock=SystemClock()
        ) as library:
            if n == 0:
                library_with_a_large_change(library)
            pairing.pair(library, url, new_code(hub.database, hub.community), held, f"copy {n}")
            sync(library, held)
            endpoint = HubEndpoint(url, held.get(next(iter(k for k in held._held if k != "pairing"))))
            assert endpoint.anything_after(10_000, 1.0) is False  # a long poll goes through
            endpoint.close()
    with open_library(tmp_path / "copy1", clock=SystemClock()) as library:
        assert library.value("SELECT count(*) FROM member") == 300
    import requests

    if proxy == "caddy":
        assert requests.get(f"{url}/metrics", verify=str(authority.file), timeout=10).status_code == 404


def library_with_a_large_change(library):
    """Larger than what a proxy takes by itself (nginx: 1 MB), were it not told to."""
    from kclub_desktop.store import Op, rows
    from kclub_desktop.store.tables import Member

    drawn = random.Random(1)
    with library.write(Op.IMPORT):
        rows.add_many(
            library,
            Member,
            [
                {"name": f"李娜{n}", "note": f"{drawn.getrandbits(40_000):x}", "created_at": 1}
                for n in range(300)
            ],
        )


@pytest.mark.parametrize(
    ("why", "host", "ends", "trusted", "said"),
    [
        ("unknown", "localhost", A_DAY, False, "nobody this computer trusts"),
        ("expired", "localhost", -A_DAY, True, "has expired"),
        ("name", "hub.example.com", A_DAY, True, "for another name"),
    ],
)
def test_a_bad_certificate_is_told_in_words_and_no_code_is_sent(
    why, host, ends, trusted, said, behind, hub, tmp_path, monkeypatch
):
    authority = Authority(tmp_path)
    port = behind("nginx", *authority.sign(host, ends))
    if trusted:
        monkeypatch.setenv("KCLUB_CA_FILE", str(authority.file))
    code = new_code(hub.database, hub.community)
    with made_library(tmp_path / "copy", name="", clock=SystemClock()) as library:
        with pytest.raises(HubCertificate) as refused:
            pairing.pair(library, f"https://localhost:{port}", code, Held(), "copy")
        assert refused.value.why == why and said in words_for(refused.value)
        set_language("zh")
        assert "证书" in words_for(refused.value)
        pairing.pair(library, hub.url, code, Held(), "copy")  # the code was not spent


def test_an_authority_file_that_is_none_is_named(monkeypatch, tmp_path):
    for content in (None, b"", b"no certificate"):
        file = tmp_path / "authority.pem"
        if content is not None:
            file.write_bytes(content)
        monkeypatch.setenv("KCLUB_CA_FILE", str(file))
        with pytest.raises(FileNotReadable) as refused:
            HubEndpoint("https://localhost:1").pair("ABCDEFGH", "x")
        assert str(file) in words_for(refused.value)
