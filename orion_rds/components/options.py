"""Refusals of options of the component that have no effect, or a harmful one."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import pulumi

from orion_rds.config import ConfigError, Problem, Refusal
from orion_rds.facts import references


def _option(*, option: str, reason: str, advice: str) -> None: ...


def _argument(*, argument: str) -> None: ...


OPTION_WITHOUT_EFFECT = Refusal(
    "option-without-effect",
    why="A component does not pass `{option}` on to its resources. {reason}",
    fix="{advice}",
    source=references.PULUMI_TRANSFORMS,
    fields=_option,
)
OPTIONS_FORM = Refusal(
    "options-form",
    why="The options of a resource are a `pulumi.ResourceOptions`.",
    fix="Write `pulumi.ResourceOptions(...)`, such as `pulumi.ResourceOptions({argument})`.",
    source=references.PULUMI_OPTIONS,
    fields=_argument,
)
OPTION_PROTECT = Refusal(
    "option-protect",
    why="Pulumi would protect every alarm, rule and instance too. A change that takes one out would fail after the "
    "rest was changed, and so would each deployment after it.",
    fix="Leave it out: what holds data is protected by `protection.deletion`. In a component that is protected, write "
    "`protect=False`.",
    source=references.PULUMI_PROTECT,
)
TRANSFORM = "Leave it out. To set it for a resource of the database, use `transforms`, which sees each of them."
OF_A_PROPERTY = "It names properties of a resource, and the component has none of them."
OF_ONE = "It is about one resource, and the component itself is not created by a provider."

REASONS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "additional_secret_outputs": (OF_A_PROPERTY, TRANSFORM),
    "custom_timeouts": (OF_ONE, TRANSFORM),
    "delete_before_replace": (OF_ONE, TRANSFORM),
    "env_var_mappings": ("It is an option of providers.", "Write it for the provider."),
    "hide_diffs": (OF_A_PROPERTY, TRANSFORM),
    "id": (OF_ONE, "To take over what exists, write `adopt` and import it: see docs/from-terraform.md."),
    "ignore_changes": (OF_A_PROPERTY, TRANSFORM),
    "import_": (OF_ONE, "To take over what exists, write `adopt` and import it: see docs/from-terraform.md."),
    "plugin_download_url": ("Its resources are of several providers.", "Write it for the provider, in `provider`."),
    "protect": (
        "`False` takes no protection away: the resources that hold data are protected by the configuration.",
        "Leave it out, and write `protection.deletion: false`.",
    ),
    "replace_on_changes": (OF_A_PROPERTY, TRANSFORM),
    "replace_with": (OF_ONE, TRANSFORM),
    "replacement_trigger": (OF_ONE, TRANSFORM),
    "urn": (OF_ONE, "To take over what exists, write `adopt` and import it: see docs/from-terraform.md."),
    "version": ("Its resources are of several providers.", "Write it for the provider, in `provider`."),
})  # fmt: skip
"""Option to the reason why it has no effect, and to the fix.

Resources of a component inherit these options: `provider`, `providers`, `retain_on_delete`, `deleted_with`, `aliases`
of a parent, `transforms` and `transformations`. They also wait for its `depends_on`.
"""


def check_options(opts: pulumi.ResourceOptions | None, of: str) -> None:
    """Check that these are options, and that each has an effect.

    Raises:
        ConfigError: with every option that has none, and for protection.
    """
    if not isinstance(opts, pulumi.ResourceOptions | None):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigError([OPTIONS_FORM.problem("opts", opts, argument=_argument_for(opts))], of=of)
    given = {name: getattr(opts, name, None) for name in REASONS if name != "protect"}
    found = [_problem(name, value) for name, value in given.items() if value not in (None, [])]
    found += _protection_problems(opts) if opts else ()
    if found:
        raise ConfigError(found, of=of)


def _argument_for(opts: object) -> str:
    """Return the option for which a value was passed in place of the options."""
    return "provider=..." if isinstance(opts, pulumi.ProviderResource) else "parent=..."


def _problem(name: str, value: object) -> Problem:
    reason, advice = REASONS[name]
    given = value if isinstance(value, bool | str) else f"({type(value).__name__})"
    return OPTION_WITHOUT_EFFECT.problem(f"opts.{name}", given, option=name, reason=reason, advice=advice)


def _protection_problems(opts: pulumi.ResourceOptions) -> Iterator[Problem]:
    """Yield the problem of the option `protect` of the component or a parent, with which Pulumi would protect all its
    resources, or of a `protect=False` without effect.
    """
    inherited = bool(opts.parent and opts.parent._protect)  # pyright: ignore[reportPrivateUsage] # as children do
    if opts.protect or (opts.protect is None and inherited):
        yield OPTION_PROTECT.problem("opts.protect", True)
    elif opts.protect is False and not inherited:
        yield _problem("protect", False)
