"""The certificate authority of the sandbox, and certificates for the hosts of the endpoints."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from orion_sandbox.data.installation import give
from orion_sandbox.folders import private

AUTHORITY = "ca.pem"
VALID = timedelta(days=365)


class Authority:
    """A certificate authority. Its own certificate is a file with which clients verify servers."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / AUTHORITY
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "orion-sandbox")])
        extensions = [
            (x509.BasicConstraints(ca=True, path_length=0), True),
            (x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), False),
            (_usage(signs_certificates=True), True),
        ]
        self._certificate = self._sign(self._name, self._key.public_key(), extensions)
        self.path.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def issue(self, folder: Path, hosts: Iterable[str]) -> None:
        """Write `server.crt` and `server.key` for these hosts into a server's folder."""
        key = ec.generate_private_key(ec.SECP256R1())
        extensions = [
            (x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), True),
            (x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), False),
            (_usage(signs_certificates=False), True),
        ]
        # A common name has 64 characters at most, and clients read only the alternative names.
        certificate = self._sign(x509.Name([]), key.public_key(), extensions)
        _write(folder / "server.crt", certificate.public_bytes(serialization.Encoding.PEM))
        _write(
            folder / "server.key",
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
        )

    def _sign(
        self,
        subject: x509.Name,
        public_key: ec.EllipticCurvePublicKey,
        extensions: Sequence[tuple[x509.ExtensionType, bool]],
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder(
            issuer_name=self._name,
            subject_name=subject,
            public_key=public_key,
            serial_number=x509.random_serial_number(),
            # Valid if the clock is set back a little.
            not_valid_before=now - timedelta(hours=1),
            not_valid_after=now + VALID,
        )
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical=critical)
        return builder.sign(self._key, hashes.SHA256())


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _write(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    with open(path, "wb", opener=private) as file:
        file.write(content)
    give(path)
