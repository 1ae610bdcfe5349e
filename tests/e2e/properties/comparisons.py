"""When what Pulumi asked for and what AWS has are the same, where they are not simply equal.

Each takes what was asked for first, and AWS's answer second, which is never None.
"""

import json
from collections.abc import Callable
from typing import Any

Same = Callable[[Any, Any], bool]


def equal(wanted: Any, found: Any) -> bool:
    """60.0 is 60, but true is not 1."""
    return wanted == found and isinstance(wanted, bool) == isinstance(found, bool)


def in_any_order(wanted: Any, found: Any) -> bool:
    """AWS keeps a set, and tells it in an order of its own."""
    return sorted(wanted, key=_text) == sorted(found, key=_text)


def document(wanted: Any, found: Any) -> bool:
    """AWS keeps what a JSON text says, and may write it otherwise; boto3 has parsed IAM's."""
    return json.loads(wanted) == (json.loads(found) if isinstance(found, str) else found)


def begins(wanted: Any, found: Any) -> bool:
    """The rest of the name is the provider's."""
    return found != wanted and found.startswith(wanted)


def release(wanted: Any, found: Any) -> bool:
    """Of "17" AWS takes the newest release, and tells that: "17.7"."""
    return f"{found}.".startswith(f"{wanted}.")


def pairs(wanted: Any, found: Any) -> bool:
    """A mapping, which most services tell as a list of pairs."""
    return wanted == (found if isinstance(found, dict) else {pair["Key"]: pair["Value"] for pair in found})


def members(wanted: Any, found: Any) -> bool:
    """A list of objects, whose members AWS writes with a capital letter."""
    return [_capitalized(each) for each in wanted] == found


def queries(wanted: Any, found: Any) -> bool:
    """Queries of an alarm, in which AWS writes the dimensions of a metric as a list and its period beside it."""
    return members([_query(each) for each in wanted], found)


def _query(wanted: Any) -> Any:
    if not isinstance(wanted, dict) or not (metric := wanted.get("metric")):
        return wanted
    dimensions = [{"Name": name, "Value": value} for name, value in metric["dimensions"].items()]
    named = {"Namespace": metric["namespace"], "MetricName": metric["metricName"], "Dimensions": dimensions}
    of_metric = {"Metric": named, "Period": metric["period"], "Stat": metric["stat"]}
    return {**{name: each for name, each in wanted.items() if name != "metric"}, "metricStat": of_metric}


def counted(wanted: Any, found: Any) -> bool:
    """AWS tells how many there are."""
    return len(wanted) == found


def on_each(same: Same = equal) -> Same:
    """The same on each node of a group, of which only the nodes tell it."""
    return lambda wanted, found: bool(found) and all(same(wanted, each) for each in found)


def _capitalized(value: Any) -> Any:
    return {name[0].upper() + name[1:]: each for name, each in value.items()} if isinstance(value, dict) else value


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
