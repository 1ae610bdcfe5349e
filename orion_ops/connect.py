"""`orion-rds connect`: a shell command that runs `psql`. It contains no secret: it reads the password when it runs."""

import argparse
import shlex
from datetime import UTC, datetime

from orion_ops.aws import Aws
from orion_ops.deployed import Deployed
from orion_ops.postgres import master_secret, server
from orion_rds.config import DatabaseConfig
from orion_rds.config.provider_settings import ProviderSettings

OUT_OF_JSON = """python3 -c 'import json, sys; print(json.load(sys.stdin)["password"])'"""


def run(given: argparse.Namespace, config: DatabaseConfig, provider: ProviderSettings) -> int:
    """Print the shell command, and return the exit code."""
    print(_line(Deployed(Aws(provider.region), config, datetime.now(UTC)), given))
    return 0


def _line(deployed: Deployed, given: argparse.Namespace) -> str:
    site = deployed.writing_first()[0]
    there, region = server(deployed, site, given), deployed.region(site)
    host = there.reader if given.reader else there.writer
    parameters = there.parameters([host])
    if given.iam_user:
        parameters["user"] = given.iam_user
        # The token is signed for the endpoint's host name and port, also behind a tunnel.
        token = ["--hostname", host, "--port", str(there.port), "--username", given.iam_user]
        password = shlex.join(["aws", "rds", "generate-db-auth-token", "--region", region, *token])
    else:
        secret = ["--secret-id", master_secret(deployed, site), "--query", "SecretString", "--output", "text"]
        ask = shlex.join(["aws", "secretsmanager", "get-secret-value", "--region", region, *secret])
        password = f"{ask} | {OUT_OF_JSON}"
    conninfo = " ".join(f"{name}={_quoted(str(value))}" for name, value in parameters.items())
    return f'PGPASSWORD="$({password})" psql {shlex.quote(conninfo)}'


def _quoted(value: str) -> str:
    """Quote a libpq value if it needs quotes."""
    if value and not set(value) & set(" '\\"):
        return value
    return "'" + value.replace("\\", "\\" * 2).replace("'", "\\'") + "'"
