"""CloudWatch: dashboards."""

from orion_sandbox.providers.resources import sources
from orion_sandbox.providers.resources.documents import same_document
from orion_sandbox.providers.table import Row, fixed, sent

ROWS = (
    Row(
        type="aws:cloudwatch/dashboard:Dashboard",
        service="cloudwatch",
        create="PutDashboard",
        read="GetDashboard",
        modify="PutDashboard",
        delete="DeleteDashboards",
        key="DashboardName",
        identity="inputs.dashboardName",
        properties=(
            sent("dashboardBody", same=same_document),
            fixed("dashboardName", replaces=sources.PUT_DASHBOARD),
        ),
        computed={"dashboardArn": "DashboardArn"},
        delete_arguments=lambda identity, _state: {"DashboardNames": [identity]},
    ),
)
