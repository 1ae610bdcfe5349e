"""`record`: a program's requests, kept and checked."""

import asyncio
import gc
from collections.abc import Mapping
from contextvars import copy_context
from functools import partial
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_random
import pytest
from pulumi.runtime._callbacks import _CallbackServicer  # pyright: ignore[reportPrivateUsage]

from orion_rds.testing import UNKNOWN, Recording, RegistrationError, record

GROUP = "aws:ec2/securityGroup:SecurityGroup"
PASSWORD = "random:index/randomPassword:RandomPassword"  # a resource type


def one_group() -> None:
    """Make the smallest program."""
    aws.ec2.SecurityGroup("app", name_prefix="app-", tags={"Name": "app"})


def test_options_are_seen() -> None:
    """Pulumi's own mocks show inputs only."""

    def program() -> None:
        first = aws.ec2.SecurityGroup("first")
        aws.ec2.SecurityGroup(
            "second",
            opts=pulumi.ResourceOptions(
                parent=first,
                depends_on=[first],
                protect=True,
                ignore_changes=["name_prefix"],
                replace_on_changes=["vpc_id"],
                delete_before_replace=True,
                retain_on_delete=True,
                deleted_with=first,
                aliases=[pulumi.Alias(name="before")],
            ),
        )

    first, second = record(program).of(GROUP)

    assert (second.parent, second.deleted_with, second.dependencies) == (first.urn, first.urn, {first.urn})
    assert (second.protect, second.delete_before_replace, second.retain_on_delete) == (True, True, True)
    assert (second.ignore_changes, second.replace_on_changes) == (("namePrefix",), ("vpcId",))
    assert [urn.rpartition("::")[2] for urn in second.aliases] == ["before"]
    assert (first.protect, first.delete_before_replace, first.retain_on_delete) == (None, None, None)


def test_inputs_have_pulumis_names_and_plain_values() -> None:
    """As they stand in a state file; there are no whole numbers on the way, and here they are again."""

    def program() -> None:
        aws.cloudwatch.LogGroup("log", retention_in_days=30, tags={"Name": "log"})

    (log,) = record(program).named("log")

    assert log.inputs == {"retentionInDays": 30, "tags": {"Name": "log"}}
    assert isinstance(log.inputs["retentionInDays"], int)


def test_outputs_reach_the_next_resource_and_the_exports() -> None:
    """Outputs have the form that programs expect: an id, an ARN, an endpoint."""

    def program() -> None:
        group = aws.ec2.SecurityGroup("app")
        rule = aws.vpc.SecurityGroupIngressRule("rule", security_group_id=group.id, ip_protocol="-1")
        pulumi.export("arn", rule.arn)

    recording = record(program)
    (group,) = recording.named("app")
    (rule,) = recording.named("rule")

    assert rule.inputs["securityGroupId"].startswith("sg-")
    assert group.urn in rule.dependencies
    assert rule.input_dependencies == {"securityGroupId": {group.urn}}
    assert recording.exports["arn"].startswith("arn:aws:ec2:us-east-1:123456789012:security-group-rule/sgr-")


def test_what_a_provider_makes_is_unknown_in_a_preview() -> None:
    """Inputs are known at once, ids and generated names are not."""

    def program() -> None:
        group = aws.ec2.SecurityGroup("app", name="app")
        pulumi.export("id", group.id)
        pulumi.export("name", group.name)
        pulumi.export("both", [group.name, group.id])

    assert record(program, preview=True).exports == {"id": UNKNOWN, "name": "app", "both": ["app", UNKNOWN]}
    assert record(program).exports["id"].startswith("sg-")


@pytest.mark.parametrize("preview", [False, True])
def test_secrets_stay_secret_on_their_way(preview: bool) -> None:
    """Secret outputs of a provider, and values computed from them, are marked."""

    def program() -> None:
        password = pulumi_random.RandomPassword("password", length=16)
        text = pulumi.Output.concat("password=", password.result)
        aws.ec2.SecurityGroup("app", description=text, name="app")

    (group,) = record(program, preview=preview).of(GROUP)

    assert group.secrets == {"description"}
    assert (group.inputs["description"] is UNKNOWN) == preview


def test_a_secret_input_of_the_program_is_known_as_one() -> None:
    """Deep inside a value too."""

    def program() -> None:
        aws.ec2.SecurityGroup("app", tags={"Token": pulumi.Output.secret("hidden")})

    (group,) = record(program).of(GROUP)

    assert group.inputs["tags"] == {"Token": "hidden"}
    assert group.secrets == {"tags"}


def test_components_show_their_outputs() -> None:
    """What they register at the end of their constructor."""

    class Part(pulumi.ComponentResource):
        def __init__(self, name: str) -> None:
            super().__init__("test:index:Part", name)
            self.register_outputs({"size": 3})

    recording = record(lambda: Part("part"))
    (part,) = recording.of("test:index:Part")

    assert not part.custom
    assert recording.outputs == {part.urn: {"size": 3}}


def test_two_resources_of_one_urn_fail() -> None:
    """The engine refuses them; Pulumi's own mocks do not."""

    def program() -> None:
        one_group()
        one_group()

    with pytest.raises(RegistrationError, match=r"two resources have the URN .*::app"):
        record(program)


def test_every_mistake_is_told_at_once() -> None:
    """A misspelt key in a mapping, a text for a number and a value that is no list: mocks let all of them through."""

    def program() -> None:
        aws.rds.ParameterGroup("group", family="aurora-postgresql17", parameters=[{"nmae": "a", "value": "b"}])  # pyright: ignore
        aws.cloudwatch.LogGroup("log", retention_in_days="30")  # pyright: ignore
        aws.cloudwatch.LogGroup("other", retention_in_days=True)
        aws.rds.SubnetGroup("subnets", subnet_ids="subnet-1")  # pyright: ignore

    with pytest.raises(RegistrationError) as raised:
        record(program)

    assert sorted(raised.value.mistakes) == [
        "aws:cloudwatch/logGroup:LogGroup.retentionInDays is '30', which is no int",
        "aws:cloudwatch/logGroup:LogGroup.retentionInDays is True, which is no int",
        "aws:rds/parameterGroup:ParameterGroup.parameters[0] has no property 'nmae'",
        "aws:rds/subnetGroup:SubnetGroup.subnetIds is 'subnet-1', which is no Sequence",
    ]


def test_a_look_up_in_the_cloud_fails() -> None:
    """A test has no cloud, and a program that asks it needs credentials for every preview."""
    with pytest.raises(RegistrationError, match="getCallerIdentity"):
        record(lambda: pulumi.export("who", aws.get_caller_identity_output().account_id))


def test_reading_an_existing_resource_fails() -> None:
    """It asks the cloud as well."""
    with pytest.raises(RegistrationError, match="'net' is read from the cloud"):
        record(lambda: pulumi.export("vpc", aws.ec2.Vpc.get("net", "vpc-0a1b2c3d4e5f60718").cidr_block))


def test_a_type_that_no_sdk_describes_is_said_to_be_unchecked() -> None:
    """A recording must not pass because it could not look."""

    class Unknown(pulumi.CustomResource):
        def __init__(self) -> None:
            super().__init__("nowhere:index:Thing", "thing", {})

    with pytest.raises(RegistrationError, match="cannot be checked"):
        record(Unknown)


def test_an_error_of_the_program_comes_out_as_it_is() -> None:
    """Such as a refused configuration."""

    def program() -> None:
        raise ZeroDivisionError("of the program")

    with pytest.raises(ZeroDivisionError, match="of the program"):
        record(program)


def test_an_error_inside_an_apply_comes_out() -> None:
    """An assertion there would never fail if the recording did not wait for it."""

    def program() -> None:
        aws.ec2.SecurityGroup("app").id.apply(lambda _: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        record(program)


def test_an_error_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """Not again in the log of whichever test runs when Pulumi's futures are collected."""

    def program() -> None:
        failing = aws.ec2.SecurityGroup("app").id.apply(lambda _: str(1 / 0))
        aws.ec2.SecurityGroup("other", description=failing)

    with pytest.raises(ZeroDivisionError):
        record(program)
    gc.collect()

    assert [entry.message for entry in caplog.records if entry.name == "asyncio"] == []


@pytest.mark.parametrize("asynchronous", [False, True])
def test_what_a_program_returns_is_dropped(asynchronous: bool) -> None:
    """Whether it is a resource or to be awaited, in which case the program has only begun."""

    def program() -> object:
        return aws.ec2.SecurityGroup("app")

    async def later() -> object:
        await asyncio.sleep(0)
        return program()

    assert len(record(later if asynchronous else program).of(GROUP)) == 1


def test_recordings_do_not_know_of_each_other() -> None:
    """Many in one process, in previews and not, of any stack."""
    stacks = [record(one_group, stack=name, preview=name == "b") for name in ("a", "b", "a")]

    assert [len(recording.resources) for recording in stacks] == [1, 1, 1]
    assert stacks[0] == stacks[2]
    assert stacks[1].resources[0].urn.startswith("urn:pulumi:b::project::")


def test_the_order_of_a_recording_is_not_that_in_which_outputs_resolve() -> None:
    """Tests and snapshots that go through it would pass in one run and fail in the next."""

    def program(*delays: int) -> None:
        groups: list[aws.ec2.SecurityGroup] = []
        for name, delay in zip("cab", delays, strict=True):
            late = pulumi.Output.from_input("text")
            for _ in range(delay):
                late = late.apply(str)
            groups.append(aws.ec2.SecurityGroup(name, description=late))
        aws.ec2.SecurityGroup("0", description=groups[0].name, opts=pulumi.ResourceOptions(depends_on=groups[1]))

    one, other = (record(partial(program, *delays)) for delays in ((0, 10, 40), (40, 10, 0)))

    assert [resource.name for resource in one.resources] == ["a", "b", "c", "0"]
    assert one == other


def test_pulumis_state_in_this_process_stays_as_it_was() -> None:
    """Whoever uses Pulumi's mocks beside it finds them unchanged."""
    before = (pulumi.get_project(), pulumi.get_stack(), pulumi.runtime.is_dry_run(), pulumi.runtime.get_root_resource())

    record(one_group, project="other", stack="other", preview=True)

    after = (pulumi.get_project(), pulumi.get_stack(), pulumi.runtime.is_dry_run(), pulumi.runtime.get_root_resource())
    assert after == before


def test_the_program_knows_its_project_stack_and_settings() -> None:
    """As in a run of the engine. Settings may be made before or by the program."""

    def program() -> None:
        pulumi.runtime.set_all_config({"shop:size": "3"})
        pulumi.export("size", pulumi.Config().require_int("size"))
        pulumi.export("where", f"{pulumi.get_project()}/{pulumi.get_stack()}")

    assert record(program, project="shop", stack="dev").exports == {"size": 3, "where": "shop/dev"}


def test_settings_made_before_are_seen() -> None:
    """The usual way to give a program its configuration in a test."""

    def program() -> None:
        pulumi.export("size", pulumi.Config("shop").require("size"))

    def configured() -> Recording:
        pulumi.runtime.set_all_config({"shop:size": "3"})
        return record(program)

    assert copy_context().run(configured).exports == {"size": "3"}


def test_it_works_beside_pulumis_own_mocks() -> None:
    """They leave a stack behind, and Pulumi allows one at a time."""

    class OtherMocks(pulumi.runtime.Mocks):
        def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, str]]:
            return args.name, {}

        def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[str, str], None]:
            return {args.token: ""}, None

    async def beside() -> Recording:
        pulumi.runtime.set_mocks(OtherMocks())
        return record(one_group)

    assert len(asyncio.run(beside()).resources) == 1


def test_it_works_inside_a_running_event_loop() -> None:
    """As under a test runner for coroutines."""

    async def inside() -> Recording:
        return record(one_group)

    assert len(asyncio.run(inside()).resources) == 1


def test_a_hook_starts_no_server() -> None:
    """A program that fails while the server of its hooks starts would end the whole test run."""

    def program() -> None:
        hook = pulumi.ResourceHook("hook", lambda _: None)
        binding = pulumi.ResourceHookBinding(before_create=[hook])
        aws.ec2.SecurityGroup("app", opts=pulumi.ResourceOptions(hooks=binding))
        raise ValueError("at once")

    before = [*_CallbackServicer._servicers]  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(ValueError, match="at once"):
        record(program)
    assert _CallbackServicer._servicers == before  # pyright: ignore[reportPrivateUsage]


def test_a_type_is_found_in_the_form_of_pulumis_screens() -> None:
    """`pulumi preview` shows no `securityGroup/`."""
    recording = record(one_group)

    assert recording.of("aws:ec2:SecurityGroup") == recording.of(GROUP)
    assert recording.of("aws:rds:Cluster") == ()
    assert recording.of("orion-rds:index:Redis") == ()


@pytest.mark.parametrize(
    ("token", "meant"),
    [
        ("aws:rds:Clutser", "aws:rds:Cluster"),
        ("aws:ec2:securitygroup", "aws:ec2:SecurityGroup"),
        ("aws:ec2/securityGroup:SecurtyGroup", "aws:ec2:SecurityGroup"),
        ("orion-rds:index:Aurora", "orion-rds:index:AuroraDatabase"),
        ("SecurityGroup", "aws:ec2:SecurityGroup"),
    ],
)
def test_an_unknown_type_is_an_error_with_a_near_miss(token: str, meant: str) -> None:
    """An empty answer would let `assert not recording.of(...)` pass for ever."""
    with pytest.raises(LookupError, match=f"there is no resource type '{token}'. Did you mean '{meant}'"):
        record(one_group).of(token)


def test_outputs_of_other_stacks_are_answered() -> None:
    """By the name of the stack."""

    def program() -> None:
        network = pulumi.StackReference("network", stack_name="org/network/prod")
        aws.ec2.SecurityGroup("app", vpc_id=network.require_output("vpc_id"))

    (group,) = record(program, stacks={"org/network/prod": {"vpc_id": "vpc-1"}}).of(GROUP)

    assert group.inputs["vpcId"] == "vpc-1"
    with pytest.raises(
        RegistrationError, match=r"'org/network/prod' has no outputs here: .* which has org/network/dev"
    ):
        record(program, stacks={"org/network/dev": {}})


def test_an_answer_may_depend_on_the_arguments() -> None:
    """Two look-ups of one function."""

    def program() -> None:
        for zone in ("a", "b"):
            pulumi.export(zone, aws.ec2.get_subnet_output(availability_zone=zone).id)

    def subnet(args: Mapping[str, Any]) -> dict[str, str]:
        return {"id": f"subnet-{args['availabilityZone']}"}

    assert record(program, answers={"aws:ec2/getSubnet:getSubnet": subnet}).exports == {
        "a": "subnet-a",
        "b": "subnet-b",
    }


def test_an_output_that_fails_is_named() -> None:
    """By the first input that has it: the error itself may be a bare `KeyError`."""

    def program() -> None:
        failing = aws.ec2.SecurityGroup("app").id.apply(lambda _: str(1 / 0))
        other = aws.ec2.SecurityGroup("other", tags={"Name": failing})
        aws.ec2.SecurityGroup("third", description=other.arn)

    with pytest.raises(ZeroDivisionError) as raised:
        record(program)
    assert raised.value.__notes__ == [f"{GROUP} 'other': the input tags.Name failed"]


def test_an_export_that_fails_is_named() -> None:
    """It is no input of a resource."""

    def program() -> None:
        pulumi.export("size", aws.ec2.SecurityGroup("app").id.apply(lambda _: 1 / 0))

    with pytest.raises(ZeroDivisionError) as raised:
        record(program)
    assert raised.value.__notes__ == ["the export size failed"]


def test_an_output_of_a_component_that_fails_is_named() -> None:
    """No resource has it as an input."""

    class Part(pulumi.ComponentResource):
        def __init__(self) -> None:
            super().__init__("test:index:Part", "part")
            self.size = pulumi.Output.from_input("a").apply(lambda _: 1 / 0)
            self.register_outputs({"size": self.size})

    with pytest.raises(ZeroDivisionError) as raised:
        record(Part)
    assert raised.value.__notes__ == ["test:index:Part 'part': the output size failed"]


def test_an_output_that_never_resolves_is_named() -> None:
    """It would hang the test run."""

    def program() -> None:
        never = pulumi.Output.from_input(asyncio.get_running_loop().create_future())
        aws.ec2.SecurityGroup("app", description=never)

    with pytest.raises(TimeoutError, match=f"Not resolved: {GROUP} 'app': the input description"):
        record(program, silence_seconds=0.1)


def test_an_error_shows_no_secret() -> None:
    """Whoever reads the log of a test run may not know it."""

    def program() -> None:
        aws.cloudwatch.LogGroup("log", retention_in_days=pulumi.Output.secret("hunter2"))  # pyright: ignore
        aws.rds.SubnetGroup("subnets", subnet_ids=[{"a": pulumi.Output.secret("hunter2")}])  # pyright: ignore

    with pytest.raises(RegistrationError) as raised:
        record(program)

    assert "hunter2" not in str(raised.value)
    assert "LogGroup.retentionInDays is a secret, and no value of that property" in str(raised.value)


def explicit_provider(options: pulumi.InvokeOptions | None, *, also_default: bool = False) -> None:
    """Make a program with a provider of its own, and a look-up."""
    provider = aws.Provider("west", region="us-west-2")
    vault = aws.backup.Vault("vault", opts=pulumi.ResourceOptions(provider=provider))
    if also_default:
        aws.backup.Vault("other")
    pulumi.export("zone", aws.ec2.get_subnet_output(opts=options or pulumi.InvokeOptions(parent=vault)).id)


SUBNET = {"aws:ec2/getSubnet:getSubnet": {"id": "subnet-1"}}


def test_a_look_up_beside_the_provider_of_the_resources_fails() -> None:
    """It asks another region or account than the one that is deployed to."""
    record(lambda: explicit_provider(None), answers=SUBNET)
    record(lambda: explicit_provider(pulumi.InvokeOptions(), also_default=True), answers=SUBNET)

    with pytest.raises(RegistrationError, match="getSubnet asks the default provider, and the resources have another"):
        record(lambda: explicit_provider(pulumi.InvokeOptions()), answers=SUBNET)


@pytest.mark.parametrize("inherits", [True, False])
def test_a_look_up_in_a_hook_beside_the_provider_of_its_resource_fails(inherits: bool) -> None:
    """Also where the program uses the default provider elsewhere."""

    class Part(pulumi.ComponentResource):
        def __init__(self, provider: pulumi.ProviderResource) -> None:
            def hook(_: pulumi.ResourceHookArgs) -> None:
                aws.ec2.get_subnet(id="a", opts=pulumi.InvokeOptions(parent=self if inherits else None))

            hooks = pulumi.ResourceHookBinding(before_create=[pulumi.ResourceHook("ask", hook)])
            super().__init__(
                "orion-rds:index:Part", "part", {}, pulumi.ResourceOptions(providers=[provider], hooks=hooks)
            )

    def program() -> None:
        aws.backup.Vault("other")
        Part(aws.Provider("west", region="us-west-2"))

    if inherits:
        record(program, answers=SUBNET)
    else:
        with pytest.raises(RegistrationError, match="getSubnet asks the default provider"):
            record(program, answers=SUBNET)
