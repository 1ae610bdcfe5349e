"""What a switch may lose, as far as it can be known: by the last lag that CloudWatch has."""

from datetime import timedelta

from orion_ops.aws_errors import AwsError
from orion_ops.deployed import Deployed
from orion_ops.dr.route import Route
from orion_ops.status.replication import RPO_LAG, Lag, lags

LAST = timedelta(hours=3)
"""A region that is lost publishes nothing more. A query of Metrics Insights reads this much at least.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-limits.html
"""


def known_lag(deployed: Deployed, route: Route) -> Lag | str:
    """Return the last lag of the region that takes over, or why it is not known."""
    try:
        lag = lags(deployed, route.target, LAST).get(RPO_LAG)
    except AwsError as error:
        return str(error)
    hours = LAST // timedelta(hours=1)
    missing = f"CloudWatch has no AuroraGlobalDBRPOLag of {route.target.cluster_identifier} in the last {hours} hours."
    return lag or missing


def accepted_loss(deployed: Deployed, route: Route) -> str:
    """Return what whoever fails over accepts to lose."""
    source, target = (deployed.region(site) for site in route)
    lag = known_lag(deployed, route)
    if isinstance(lag, str):
        return (
            f"Accepted loss: not known. {lag} What {source} has acknowledged and {target} has not received is lost, "
            "however much that is."
        )
    behind = lag.at - timedelta(milliseconds=lag.milliseconds)
    return (
        f"Accepted loss: what {source} has acknowledged since {behind:%Y-%m-%d %H:%M:%S} UTC may be lost. The last lag "
        f"that CloudWatch has is {lag.milliseconds:g} ms, of {lag.at:%H:%M} UTC, {_age(deployed, lag)} ago; what was "
        f"committed before has arrived in {target}."
    )


def _age(deployed: Deployed, lag: Lag) -> str:
    return f"{(deployed.now - lag.at) // timedelta(minutes=1)} min"
