"""Systems Manager: parameters."""

from orion_sandbox.api import names, references
from orion_sandbox.api.gate.checks import outside, when
from orion_sandbox.api.gate.rule import Request, Row, table
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.limits import ADVANCED_PARAMETER_CHARACTERS, PARAMETER_LEVELS, STANDARD_PARAMETER_CHARACTERS

PUT = "PutParameter"
INVALID = "ValidationException"
STANDARD, ADVANCED = "Standard", "Advanced"
RESERVED = ("aws", "ssm")


def _is_reserved(request: Request, _state: State) -> bool:
    return request["Name"].lower().removeprefix("/").startswith(RESERVED)


def _is_too_deep(request: Request, _state: State) -> bool:
    return len(request["Name"].removeprefix("/").split("/")) not in PARAMETER_LEVELS


def _exists(request: Request, state: State) -> bool:
    return not request.get("Overwrite") and state.parameter(request["Name"]) is not None


def _is_of_another_type(request: Request, state: State) -> bool:
    parameter = state.parameter(request["Name"])
    type_ = request.get("Type")
    return "/" in request["Name"] and None not in (parameter, type_) and parameter.parameter_type != type_


def _tier(request: Request, state: State) -> str:
    """Return the tier; a parameter keeps it if the call names none."""
    return request.get("Tier") or getattr(state.parameter(request["Name"]), "tier", None) or STANDARD


def _becomes_standard(request: Request, state: State) -> bool:
    return request.get("Tier") == STANDARD and getattr(state.parameter(request["Name"]), "tier", None) == ADVANCED


def _is_too_long(request: Request, state: State) -> bool:
    return _tier(request, state) == STANDARD and len(request["Value"]) not in STANDARD_PARAMETER_CHARACTERS


def _is_too_long_for_all(request: Request, _state: State) -> bool:
    return len(request["Value"]) not in ADVANCED_PARAMETER_CHARACTERS


RULES = table(
    "ssm",
    Row("parameter-reserved", PUT, "AccessDeniedException", "a parameter's name that begins with `aws` or `ssm`",
        when(_is_reserved, "No access to reserved parameter name: {Name}."), references.PARAMETER_RESERVED),
    Row("parameter-name", PUT, INVALID,
        "a parameter's name with other than letters, digits and `_.-/`, or with slashes but none at its beginning",
        outside("Name", names.PARAMETER, "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed "
                "as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix "
                "of letters, numbers and the following 3 symbols .-_"),
        references.PARAMETER_NAMES),
    Row("parameter-levels", PUT, "HierarchyLevelLimitExceededException", "a parameter's name of more than 15 levels",
        when(_is_too_deep, "Parameter name must not have more than 15 hierarchy levels: {Name}")),
    Row("parameter-taken", PUT, "ParameterAlreadyExists", "a parameter's name that is taken, without `Overwrite`",
        when(_exists, "The parameter already exists. To overwrite this value, set the overwrite option in the request "
             "to true.")),
    Row("parameter-type", PUT, "HierarchyTypeMismatchException", "another type of a parameter in a hierarchy",
        when(_is_of_another_type, "Parameter Store does not support changing the type of {Name}.")),
    Row("parameter-tier", PUT, INVALID, "making an advanced parameter a standard one",
        when(_becomes_standard, "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from "
             "the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced "
             "parameter and recreate it as a standard parameter."),
        references.PARAMETER_TIERS),
    Row("parameter-length", PUT, INVALID, "a standard parameter of more than 4 KB",
        when(_is_too_long, "Standard tier parameters support a maximum parameter value of 4096 characters. To create a "
             "larger parameter value, upgrade the parameter to use the advanced-parameter tier."),
        references.PARAMETER_TIERS),
    Row("parameter-length-advanced", PUT, INVALID, "a parameter of more than 8 KB",
        when(_is_too_long_for_all, "Advanced tier parameters support a maximum parameter value of 8192 characters."),
        references.PARAMETER_TIERS),
    Row("parameter-tags-overwritten", PUT, INVALID, "tags together with `Overwrite`",
        when(lambda request, _state: request.get("Overwrite") and request.get("Tags"),
             "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please "
             "remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or "
             "RemoveTagsFromResource.")),
)  # fmt: skip
