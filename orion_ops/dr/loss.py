"""The possible data loss of a switch, by the last lag in CloudWatch."""

from datetime import timedelta

from orion_ops.aws_errors import AwsError
from orion_ops.deployed import Deployed
from orion_ops.dr.route import Route
from orion_ops.status.replication import RPO_LAG, Lag, lags

LAST = timedelta(hours=3)
"""A lost region publishes no metrics. A query of Metrics Insights covers at least this time.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-limits.html
"""


def known_lag(deployed: Deployed, route: Route) -> Lag | str:
    """Return the last lag of the target region, or the reason why it is unknown."""
    try:
        lag = lags(deployed, route.target, LAST).get(RPO_LAG)
    except AwsError as error:
        return str(error)
    hours = LAST // timedelta(hours=1)
    missing = f"CloudWatch has no AuroraGlobalDBRPOLag of {route.target.cluster_identifier} in the last {hours} hours."
    return lag or missing


def accepted_loss(deployed: Deployed, route: Route) -> str:
    """Return the data loss that the operator of a failover accepts."""
    source, target = (deployed.region(site) for site in route)
    lag = known_lag(deployed, route)
    if isinstance(lag, str):
        return (
            f"Accepted loss: unknown. {lag} Every write that {source} has acknowledged and {target} has not received "
            "is lost."
        )
    behind = lag.at - timedelta(milliseconds=lag.milliseconds)
    return (
        f"Accepted loss: writes that {source} has acknowledged since {behind:%Y-%m-%d %H:%M:%S} UTC may be lost. The "
        f"last lag in CloudWatch is {lag.milliseconds:g} ms, of {lag.at:%H:%M} UTC, {_age(deployed, lag)} ago; earlier "
        f"commits have arrived in {target}."
    )


def _age(deployed: Deployed, lag: Lag) -> str:
    return f"{(deployed.now - lag.at) // timedelta(minutes=1)} min"
