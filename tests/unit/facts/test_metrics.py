"""CloudWatch's metrics."""

from typing import get_args

from orion_rds.facts import metrics


def test_every_metric_is_in_the_table_with_unit_and_source() -> None:
    """A threshold means nothing without its unit."""
    rows = [value for value in vars(metrics).values() if isinstance(value, metrics.Metric)]

    assert set(rows) == set(metrics.METRICS.values())
    for metric in rows:
        assert metric.unit in get_args(metrics.Unit)
        assert metric.namespace.startswith("AWS/")
        assert metric.source.startswith("https://docs.aws.amazon.com/")
