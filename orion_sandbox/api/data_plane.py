"""The data plane of this API: the process that serves the endpoints of clusters and replication groups."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from moto.elasticache.models import elasticache_backends
from moto.rds.models import DBInstanceClustered, RDSBackend, rds_backends
from pydantic import BaseModel

from orion_sandbox.api.overlay import rds_global_clusters
from orion_sandbox.api.overlay.elasticache_nodes import described_group, fail_over, host_of, number_of, replace
from orion_sandbox.api.overlay.elasticache_store import (
    DEFAULT_USER,
    PARAMETER_GROUPS,
    REPLICATION_GROUPS,
    USER_GROUPS,
    USERS,
    Resource,
    Store,
    store_of,
)
from orion_sandbox.api.overlay.rds_clusters import AURORA_POSTGRESQL
from orion_sandbox.data.start import Start, Started
from orion_sandbox.data.topology import Answer, Cache, CacheUser, Cluster, Instance, Node, Request, Stop, Topology

STOPPED = "stopped"
ALL = "on ~* &* +@all"
"""The access of clients with a token, and of all clients of a group without users and token."""
STOPS: Mapping[str, Stop] = {
    "elasticache:TestFailover": Stop.IMMEDIATE,
    "rds:FailoverDBCluster": Stop.IMMEDIATE,
    "rds:FailoverGlobalCluster": Stop.IMMEDIATE,
}
"""How a call stops the server of an old writer, if not by a switchover."""


class DataPlane:
    """A running data plane.

    Args:
        endpoint: The URL of this API.
        token: The token of the sandbox's own requests.
        lag_seconds: How long the writer endpoint resolves to the old writer after a failover.
        run: Calls a function on the main thread. Other threads block SIGTERM, which a process inherits.
    """

    def __init__(self, endpoint: str, token: str, lag_seconds: float, run: Callable[[Callable[[], Any]], Any]) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process: subprocess.Popen[bytes] = run(lambda: _start(theirs))
        self._answers = self._socket.makefile("rb")
        start = Start(api=endpoint.removeprefix("http://"), token=token, lag_seconds=lag_seconds)
        self.authority = Started.model_validate_json(self._ask(start)).authority
        """The file of the root certificate."""
        self.topology, self.answer = Topology(), Answer()
        """The last topology that was applied, and its answer."""

    def apply(self, account: str, action: Callable[[], str], cut_off: str = "") -> None:
        """Apply the account's topology to the servers after an action, and wait until that is done.

        Args:
            account: The account.
            action: Returns the name of the IAM action.
            cut_off: The region that is cut off from all others.

        Raises:
            OSError: The process has ended.
        """
        now = topology(account, cut_off)
        if now != self.topology:
            request = Request(topology=now, stop=STOPS.get(action(), Stop.FAST))
            self.answer = Answer.model_validate_json(self._ask(request))
            self.topology = now

    def _ask(self, message: BaseModel) -> bytes:
        self._socket.sendall(message.model_dump_json().encode() + b"\n")
        if not (answer := self._answers.readline()):
            raise ConnectionResetError("the data plane has ended; the log of the API says why")
        return answer


def topology(account: str, cut_off: str = "") -> Topology:
    """Return the clusters and replication groups of an account, in all regions."""
    clusters = [each for backend in _backends(account) for each in backend.clusters.values()]
    ids = {each.db_cluster_arn: each.db_cluster_resource_id for each in clusters}
    caches = [_cache(store, each) for store in _stores(account) for each in store.all(REPLICATION_GROUPS).values()]
    return Topology(
        clusters=tuple(_cluster(each, ids, cut_off) for each in clusters if each.engine == AURORA_POSTGRESQL),
        caches=tuple(caches),
    )


def died(account: str, identifier: str) -> None:
    """Do what AWS does when the server of an instance or a node crashes: fail over if possible, and start a new one."""
    _instance_died(account, identifier)
    _node_died(account, identifier)


def _node_died(account: str, identifier: str) -> None:
    for store in _stores(account):
        for group in store.all(REPLICATION_GROUPS).values():
            ids = [each.id for each in _nodes(store, group)]
            if identifier in ids:
                if identifier == ids[0] and group["AutomaticFailover"] == "enabled":
                    fail_over(group)
                replace(group, number_of(identifier))


def _instance_died(account: str, instance_id: str) -> None:
    for backend in _backends(account):
        for instance in backend.databases.values():
            if isinstance(instance, DBInstanceClustered) and instance.dbi_resource_id == instance_id:
                cluster = instance.cluster
                if instance.is_cluster_writer and len(cluster.members) > 1:
                    backend.failover_db_cluster(cluster.db_cluster_identifier)
                backend.reboot_db_instance(instance.db_instance_identifier)
                return


def _start(theirs: socket.socket) -> "subprocess.Popen[bytes]":
    # -P: import nothing from the working folder. The output streams of this API are the log.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "orion_sandbox.data"], stdin=theirs.fileno(), start_new_session=True
    )


def _backends(account: str) -> tuple[RDSBackend, ...]:
    # Reading the backends of an account would create them.
    return tuple(rds_backends[account].values()) if account in rds_backends else ()


def _stores(account: str) -> list[Store]:
    backends = elasticache_backends.get(account)
    return [store_of(each) for each in backends.values()] if backends else []


def _cache(store: Store, group: Resource) -> Cache:
    parameter_group = group["node"]["CacheParameterGroup"]["CacheParameterGroupName"].lower()
    return Cache(
        id=group["ARN"],
        name=group["ReplicationGroupId"],
        primary_host=host_of(group, "master"),
        reader_host=host_of(group, "replica"),
        tls=group["TransitEncryptionEnabled"],
        nodes=tuple(_nodes(store, group)),
        users=tuple(_users(store, group)),
        # AWS's default groups set nothing.
        parameters=dict(store.all(PARAMETER_GROUPS).get(parameter_group, {}).get("set", {})),
    )


def _nodes(store: Store, group: Resource) -> list[Node]:
    """Return the nodes, the primary first; none in cluster mode."""
    if group["ClusterEnabled"]:
        return []
    (shard,) = described_group(group)["NodeGroups"]
    return [
        Node(
            id=f"{store.backend.region_name}-{each['CacheClusterId']}",
            host=each["ReadEndpoint"]["Address"],
            boots=group["replaced"].get(number_of(each["CacheClusterId"]), 0),
        )
        for each in shard["NodeGroupMembers"]
    ]


def _users(store: Store, group: Resource) -> Iterable[CacheUser]:
    ids = [user for name in group["UserGroupIds"] for user in store.find(USER_GROUPS, name)["UserIds"]]
    for user in (store.find(USERS, each) for each in ids):
        free = user["Authentication"]["Type"] == "no-password"
        passwords = ("",) if free else tuple(user["passwords"])
        yield CacheUser(name=user["UserName"], access=user["AccessString"], passwords=passwords)
    if not ids:
        yield CacheUser(name=DEFAULT_USER, access=ALL, passwords=tuple(group["tokens"]) or ("",))


def _cluster(cluster: Any, ids: Mapping[str, str], cut_off: str) -> Cluster:
    members = sorted(cluster.members, key=lambda each: not each.is_cluster_writer)
    return Cluster(
        id=cluster.db_cluster_resource_id,
        name=cluster.db_cluster_identifier,
        writer_host=cluster.endpoint,
        reader_host=cluster.reader_endpoint,
        global_host=getattr(rds_global_clusters.database_of(cluster), "endpoint", None),
        instances=() if cluster.status == STOPPED else tuple(_instance(each) for each in members),
        database=cluster.database_name,
        user=cluster.master_username,
        password=_password(cluster),
        parameters=_parameters(cluster.backend.db_cluster_parameter_groups, cluster.parameter_group),
        origin=getattr(cluster, "origin", None),
        replicates=ids.get(cluster.replication_source_identifier or ""),
        cut_off=cluster.region == cut_off,
    )


def _instance(instance: Any) -> Instance:
    return Instance(
        id=instance.dbi_resource_id,
        name=instance.db_instance_identifier,
        host=instance.address,
        boots=getattr(instance, "boots", 0),
        parameters=_parameters(instance.backend.db_parameter_groups, instance.db_parameter_group_name),
    )


def _parameters(groups: Mapping[str, Any], name: str | None) -> dict[str, str]:
    group = groups.get(name or "")
    given: Iterable[tuple[str, Any]] = group.parameters.items() if group else ()
    return {key: str(each["ParameterValue"]) for key, each in given if each.get("ParameterValue") is not None}


def _password(cluster: Any) -> str | None:
    if not cluster.manage_master_user_password:
        if getattr(cluster, "has_restored_password", False):
            return None
        return getattr(cluster, "_master_user_password", None) or None
    secret = cluster.master_user_secret.secret
    return json.loads(secret.versions[secret.default_version_id]["secret_string"])["password"]
