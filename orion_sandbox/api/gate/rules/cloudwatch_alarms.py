"""CloudWatch: metric alarms, and the actions of all alarms."""

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State
from orion_sandbox.arns import Arn

RULES = Rules("cloudwatch")

PUT = ("PutMetricAlarm",)
ALARMS = ("PutMetricAlarm", "PutCompositeAlarm")
INVALID = "ValidationError"
ACTIONS = ("AlarmActions", "OKActions", "InsufficientDataActions")
MISSING_DATA = ("breaching", "notBreaching", "ignore", "missing")
OF_ONE_METRIC = ("MetricName", "Namespace", "Period", "Threshold")
ALWAYS = ("EvaluationPeriods", "ComparisonOperator")
SHORT_PERIODS_SECONDS = (10, 20, 30)
DAY_SECONDS = 86_400
HOUR_SECONDS = 3_600


@RULES.refuse(
    "alarm-incomplete",
    PUT,
    INVALID,
    "an alarm of one metric without its name, namespace, period, threshold, comparison or number of periods",
)
def incomplete(request: Request, _state: State) -> str | None:
    """Alarms of metric math and PromQL say these things elsewhere."""
    if request.get("Metrics") or request.get("EvaluationCriteria"):
        return None
    missing = [member for member in (*OF_ONE_METRIC, *ALWAYS) if request.get(member) is None]
    return f"The parameter {missing[0]} is required." if missing else None


@RULES.refuse("alarm-statistic", PUT, INVALID, "an alarm of one metric with neither or both of the two statistics")
def statistic(request: Request, _state: State) -> str | None:
    """`Statistic` or `ExtendedStatistic`."""
    if request.get("MetricName") is None or bool(request.get("Statistic")) != bool(request.get("ExtendedStatistic")):
        return None
    return "You must specify either Statistic or ExtendedStatistic, but not both."


@RULES.refuse("alarm-period", PUT, INVALID, "a period of other than 10, 20 or 30 seconds or whole minutes")
def period(request: Request, _state: State) -> str | None:
    """Seconds."""
    seconds = request.get("Period", 60)
    if seconds in SHORT_PERIODS_SECONDS or seconds % 60 == 0:
        return None
    return f"The parameter Period must be 10, 20, 30 or a multiple of 60: {seconds}"


@RULES.refuse(
    "alarm-evaluation",
    PUT,
    INVALID,
    "periods that take more than a day together, or seven days where each takes an hour or more",
)
def evaluation(request: Request, _state: State) -> str | None:
    """Period times number of periods."""
    seconds = request.get("Period", 60)
    longest = DAY_SECONDS if seconds < HOUR_SECONDS else 7 * DAY_SECONDS
    if seconds * request.get("EvaluationPeriods", 1) <= longest:
        return None
    return f"Metrics cannot be checked across more than {longest} seconds (EvaluationPeriods * Period)."


@RULES.refuse("alarm-datapoints", PUT, INVALID, "more data points to alarm than there are periods")
def datapoints(request: Request, _state: State) -> str | None:
    """Three of two never come."""
    if request.get("DatapointsToAlarm", 1) <= request.get("EvaluationPeriods", 1):
        return None
    return "DatapointsToAlarm must be less than or equal to EvaluationPeriods."


@RULES.refuse("alarm-missing-data", PUT, INVALID, f"a treatment of missing data other than {', '.join(MISSING_DATA)}")
def missing_data(request: Request, _state: State) -> str | None:
    """The model takes any text."""
    wanted = request.get("TreatMissingData", "missing")
    if wanted in MISSING_DATA:
        return None
    return (
        f"Option {wanted} is not supported. Supported options for parameter TreatMissingData are breaching, "
        "notBreaching, ignore, and missing."
    )


@RULES.refuse("action-arn", ALARMS, INVALID, "an action that is no ARN", sources.ALARM_ACTIONS)
def action_arn(request: Request, _state: State) -> str | None:
    """A topic goes by its ARN, not by its name."""
    unread = [action for action in _actions(request) if Arn.read(action) is None]
    return f"Invalid arn syntax: {unread[0]}" if unread else None


@RULES.refuse("action-region", ALARMS, INVALID, "an action of another region than the alarm's", sources.ALARM_ACTIONS)
def action_region(request: Request, state: State) -> str | None:
    """The second region's alarms need a topic there."""
    read = [Arn.read(action) for action in _actions(request)]
    strange = [arn.region for arn in read if arn and arn.service == "sns" and arn.region != state.region]
    return f"Invalid region {strange[0]} specified. Only {state.region} is supported." if strange else None


def _actions(request: Request) -> list[str]:
    return [action for member in ACTIONS for action in request.get(member) or ()]
