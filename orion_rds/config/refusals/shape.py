"""Refusals of what is no configuration at all: missing and unknown keys, wrong kinds of values."""

from orion_rds.config.refusals.refusal import Refusal
from orion_rds.facts import references

ROWS = (
    Refusal(
        "no-configuration",
        "The stack's configuration has no such key, so nothing says what to deploy.",
        "The smallest one that can be deployed:\n{example}",
        references.PULUMI_CONFIG,
    ),
    Refusal(
        "secret-configuration",
        "The key, or something below it, is encrypted. Names, ids and numbers of the database end up in clear text in "
        "the state, and no setting here is a secret: the master password is generated.",
        "Write it as plain text, without `--secret` and without `secure:`.",
        references.PULUMI_CONFIG,
    ),
    Refusal(
        "missing",
        "It is needed and has no default. {meaning}",
        "Write {example}.",
        references.PULUMI_CONFIG,
    ),
    Refusal(
        "unknown-key",
        "There is no such setting. A misspelt setting would silently leave the default.",
        "{nearest}",
        references.PULUMI_CONFIG,
    ),
    Refusal("mapping", "It maps names to values.", "Write a mapping, such as `name: value`.", references.PULUMI_CONFIG),
    Refusal(
        "section", "It has settings of its own.", "Write its settings below it: {settings}.", references.PULUMI_CONFIG
    ),
    Refusal("list", "It takes several values.", "Write a list.", references.PULUMI_CONFIG),
    Refusal(
        "text",
        "It is text, and YAML reads this as something else.",
        "Write text; put it in quotes when it looks like a number, a date or a switch.",
        references.YAML_TAGS,
    ),
    Refusal("whole-number", "It is counted in whole numbers.", "Write a whole number.", references.YAML_TAGS),
    Refusal("number", "It is a number.", "Write a number.", references.YAML_TAGS),
    Refusal("switch", "It is either on or off.", "Write true or false.", references.YAML_TAGS),
    Refusal("choice", "It is one of a few words.", "Write {expected}.", references.PULUMI_CONFIG),
    Refusal(
        "resource-given",
        "A whole resource was passed where one of its values is needed.",
        "Pass its output, such as `.id` or `.arn`.",
        references.PULUMI_INPUTS,
    ),
    Refusal(
        "output-given",
        "It decides which resources exist or how they are named, so it must be known before anything is created.",
        "Write a plain value. Ids and ARNs of other resources may be outputs; this may not.",
        references.PULUMI_INPUTS,
    ),
)
