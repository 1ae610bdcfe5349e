"""The paths of the operations that moto does not know."""

from moto.backup.responses import BackupResponse
from moto.backup.urls import url_paths

PATHS = (
    "{0}/account-settings$",
    "{0}/backup-jobs/?$",
    "{0}/backup-jobs/(?P<job>[^/]+)$",
    "{0}/backup-vaults/(?P<vault>[^/]+)/recovery-points/$",
    "{0}/backup-vaults/(?P<vault>[^/]+)/recovery-points/(?P<point>.+)$",
    "{0}/copy-jobs/?$",
    "{0}/copy-jobs/(?P<job>[^/]+)$",
)


def install() -> None:
    """Let moto's server hand requests to these paths on; which operation they ask for, botocore's model says."""
    for path in PATHS:
        url_paths[path] = BackupResponse.dispatch
