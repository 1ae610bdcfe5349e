"""Whether a group of Redis is in cluster mode."""

import pulumi

from orion_rds.config import RedisConfig, refused


def refuse_another(redis: RedisConfig, name: str) -> pulumi.ResourceHookBinding:
    """Refuse to switch the mode of a group that runs: AWS does it only through the mode `compatible`.

    The hook raises ConfigError, in previews too, before the group is changed.
    """

    def hook(arguments: pulumi.ResourceHookArgs) -> None:
        before, after = ((inputs or {}).get("clusterMode") for inputs in (arguments.old_inputs, arguments.new_inputs))
        if before and before != after:
            raise refused("redis-mode", "redis.shards", redis.shards, before=before)

    options = pulumi.ResourceHookOptions(on_dry_run=True)
    return pulumi.ResourceHookBinding(before_update=[pulumi.ResourceHook(name, hook, options)])
