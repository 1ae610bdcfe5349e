"""The two distributions, each built as a source archive, from it as a wheel, and used where the repository is not."""

import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from orion_sandbox.commands import COMMANDS

PROJECTS = {"orion-rds": Path("pyproject.toml"), "orion-sandbox": Path("orion_sandbox", "pyproject.toml")}

RUN_SCRIPT = """
import importlib.metadata, sys
(script,) = importlib.metadata.entry_points(group="console_scripts", name=sys.argv[1])
sys.argv = sys.argv[1:]
sys.exit(script.load()())
"""


@pytest.fixture(scope="module")
def built(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both source archives, and the wheels that were built from them."""
    folder = tmp_path_factory.mktemp("built")
    for project in PROJECTS.values():
        build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, repository / project.parent]
        subprocess.run(build, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def component(built: Path) -> Path:
    """A folder in which the wheel of orion-rds alone is installed."""
    return _install(built / "component", "orion_rds")


@pytest.fixture(scope="module")
def both(built: Path) -> Path:
    """A folder in which both wheels are installed."""
    return _install(built / "both", "orion_rds", "orion_sandbox")


def _install(site: Path, *names: str) -> Path:
    for name in names:
        (wheel,) = site.parent.glob(f"{name}-*.whl")
        zipfile.ZipFile(wheel).extractall(site)  # noqa: S202 - built just before
    return site


def _run(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with these packages and others' only: -S leaves out the links to the repository."""
    return subprocess.run(
        [sys.executable, "-S", *arguments],
        cwd=site.parent,
        env={
            "PYTHONPATH": f"{site}:{sysconfig.get_path('purelib')}",
            "PATH": "/usr/bin:/bin",
            "HOME": str(site.parent),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def _project(repository: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((repository / PROJECTS[name]).read_text())["project"]


def test_orion_rds_is_used_without_the_sandbox(component: Path, repository: Path) -> None:
    """A stack on AWS needs pulumi, its two providers and pydantic, and nothing that imitates AWS."""
    block = "import sys; sys.modules.update(dict.fromkeys(['boto3', 'botocore', 'jmespath', 'moto']))"
    imported = _run(component, "-c", f"{block}; import orion_rds; orion_rds.AuroraDatabase; print(orion_rds.__file__)")
    sandbox = _run(component, "-c", "import orion_sandbox")
    stack_file = str(repository / "Pulumi.prod.yaml")
    command = _run(component, "-c", RUN_SCRIPT, "orion-rds", "kms-policy", "--stack-file", stack_file)
    shown = _run(component, "-c", RUN_SCRIPT, "orion-rds", "--help")

    assert imported.stdout.strip() == str(component / "orion_rds" / "__init__.py"), imported.stderr
    assert "No module named 'orion_sandbox'" in sandbox.stderr
    assert '"kms:CreateGrant"' in command.stdout, command.stderr
    assert "install the package orion-sandbox" in " ".join(shown.stdout.split())
    assert {path.name for path in component.iterdir() if path.suffix != ".dist-info"} == {"orion_ops", "orion_rds"}
    assert (component / "orion_rds" / "py.typed").exists()
    assert (component / "orion_ops" / "py.typed").exists()


def test_a_command_without_its_extra_says_what_to_install(component: Path, repository: Path) -> None:
    """The wheel has the commands that ask AWS; boto3 comes with the extra."""
    block = "import sys; sys.modules.update(dict.fromkeys(['boto3', 'botocore']))"
    stack_file = str(repository / "Pulumi.prod.yaml")
    told = _run(component, "-c", f"{block}{RUN_SCRIPT}", "orion-rds", "status", "--stack-file", stack_file)

    assert told.returncode == 1
    assert "needs the package boto3" in told.stderr
    assert "pip install 'orion-rds[ops]'" in told.stderr
    assert told.stderr.count("\n") == 1


def test_without_the_sandbox_its_fixture_says_what_to_install(component: Path) -> None:
    """In one line, where pytest lists the fixtures that there are."""
    (component.parent / "test_mine.py").write_text("def test_it(pulumi_sandbox): ...")
    run = "sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', '-p', 'orion_rds.pytest_plugin', 'test_mine.py']))"
    answer = _run(
        component, "-c", f"import os, sys; os.environ['PYTEST_DISABLE_PLUGIN_AUTOLOAD'] = '1'; import pytest; {run}"
    )
    (reason,) = (line for line in answer.stdout.splitlines() if line.startswith("the fixture"))

    assert "install `orion-rds[sandbox]`" in reason, answer.stdout
    assert "1 error" in answer.stdout
    assert "Traceback" not in answer.stdout


def test_orion_sandbox_runs_and_carries_what_it_builds_from(both: Path) -> None:
    """The Go modules are data: forgotten in a wheel, they are missed only on a machine without Pulumi."""
    script = _run(both, "-c", RUN_SCRIPT, "orion-sandbox", "--help")
    module = _run(both, "-m", "orion_sandbox", "--help")

    assert all(command in script.stdout for command in COMMANDS), script.stderr
    assert module.stdout == script.stdout
    for folder in ("engine", "language_host"):
        names = {path.name for path in (both / "orion_sandbox" / "toolchain" / folder).iterdir()}
        assert names == {"go.mod", "go.sum", "tools.go"}
    assert (both / "orion_sandbox" / "py.typed").exists()


def test_a_wheel_has_every_module_of_its_package(both: Path, repository: Path) -> None:
    """A pattern that misses a folder is noticed by whoever installs."""
    for package in ("orion_ops", "orion_rds", "orion_sandbox"):
        written = {path.relative_to(repository) for path in (repository / package).rglob("*.py")}
        assert {path.relative_to(both) for path in (both / package).rglob("*.py")} == written


def test_the_source_archive_has_documentation_and_tests(built: Path) -> None:
    """Those who package it elsewhere build from it, and run the tests."""
    (archive,) = built.glob("orion_rds-*.tar.gz")
    with tarfile.open(archive) as opened:
        files = {name.partition("/")[2] for name in opened.getnames()}

    assert {"README.md", "LICENSE", "docs/configuration.md", "tests/conftest.py", "Pulumi.prod.yaml"} <= files
    assert not [name for name in files if name.startswith(("orion_sandbox/", ".github/"))]


@pytest.mark.parametrize("name", PROJECTS)
def test_an_index_shows_licence_authors_and_links_that_lead_somewhere(name: str, built: Path) -> None:
    """A relative link of README leads nowhere on a package index."""
    (wheel,) = built.glob(f"{name.replace('-', '_')}-*.whl")
    with zipfile.ZipFile(wheel) as opened:
        (metadata,) = (entry for entry in opened.namelist() if entry.endswith("/METADATA"))
        shown = message_from_bytes(opened.read(metadata))
        assert [entry for entry in opened.namelist() if entry.endswith("/licenses/LICENSE")]

    assert shown["Author"] == "orion-rds maintainers"
    assert shown["License-Expression"] == "Apache-2.0"
    assert shown.get_all("Project-URL")
    assert re.findall(r"\]\((?!https://)|^\[[^]]+\]: (?!https://)", str(shown.get_payload()), flags=re.MULTILINE) == []


def test_the_links_into_the_repository_lead_to_files(repository: Path) -> None:
    """They name the branch `main`, where a renamed page leaves a dead link."""
    pages = [(repository / path).read_text() for path in ("README.md", "orion_sandbox/README.md")]
    linked = [path for page in pages for path in re.findall(r"orion-rds/blob/main/([^)#\s]+)", page)]

    assert linked
    assert [path for path in linked if not (repository / path).exists()] == []


def test_the_two_name_each_other_in_the_same_version(repository: Path) -> None:
    """`orion-rds[sandbox]` brings the sandbox, which uses the tests' kit of orion-rds."""
    component, sandbox = (_project(repository, name) for name in PROJECTS)

    assert component["version"] == sandbox["version"]
    assert component["optional-dependencies"]["sandbox"] == [f"orion-sandbox=={sandbox['version']}"]
    assert any(Requirement(line).name == "orion-rds" for line in sandbox["dependencies"])
    assert component["requires-python"] == sandbox["requires-python"]
    assert (repository / "LICENSE").read_text() == (repository / "orion_sandbox" / "LICENSE").read_text()


def test_every_requirement_is_pinned_to_one_version_and_to_no_address(repository: Path) -> None:
    """`make` gives everybody the same versions, from whichever index they use."""
    lines = [line for line in (repository / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    pinned = {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}
    required = [requirement for name in PROJECTS for requirement in _requirements(_project(repository, name))]

    for requirement in required:
        if requirement.name not in PROJECTS:
            assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)])


def test_the_provider_is_not_older_than_its_correction_of_minor_versions(repository: Path) -> None:
    """Before 7.51 any change sends the configured engine version, which AWS refuses once it has upgraded by itself.

    https://github.com/hashicorp/terraform-provider-aws/pull/49396
    """
    bounds = [
        bound
        for name in PROJECTS
        for requirement in _requirements(_project(repository, name))
        if requirement.name == "pulumi-aws"
        for bound in requirement.specifier
        if bound.operator == ">="
    ]

    assert len(bounds) == len(PROJECTS)
    assert all(Version(bound.version) >= Version("7.51") for bound in bounds)


def _requirements(project: dict[str, Any]) -> list[Requirement]:
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return [Requirement(line) for group in groups for line in group]
