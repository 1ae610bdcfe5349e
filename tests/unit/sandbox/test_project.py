"""A project on disk and the sandbox's copy of it."""

from pathlib import Path

import pytest
import yaml

from orion_sandbox.errors import SandboxError
from orion_sandbox.project import Project, check_name, find_project
from orion_sandbox.stack_file import StackFile

HOST = Path("/engine/bin/pulumi-language-python")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose program lies in a folder of its own, with settings of the user's."""
    folder = tmp_path / "checkout"
    (folder / "infra").mkdir(parents=True)
    (folder / "Pulumi.yaml").write_text(
        "name: tiny\nmain: infra/\nruntime: {name: python, options: {virtualenv: venv}}\n"
        "backend: {url: 's3://of-the-user'}\nconfig: {tiny:size: 3}\n"
    )
    (folder / "Pulumi.dev.yaml").write_text("config: {tiny:size: 4}\n")
    return find_project(folder)


def test_a_project_is_found_from_any_folder_in_it(project: Project) -> None:
    """As `pulumi` itself does."""
    inside = project.folder / "docs" / "pictures"
    inside.mkdir(parents=True)

    assert find_project(inside).folder == project.folder
    assert find_project(inside).name == "tiny"


def test_a_folder_in_no_project_is_refused(tmp_path: Path) -> None:
    """The message says what is missing, and where it was looked for."""
    with pytest.raises(SandboxError, match=r"no Pulumi\.yaml in .* or above it"):
        find_project(tmp_path)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("runtime: python", "has no `name`"),
        ("name:\nruntime: python", "has no `name`"),
        ("name: my shop\nruntime: python", "'my shop' is not a valid `name` of a project"),
        ("name: shop", "Python, `runtime: python`; this file has no `runtime`"),
        ("name: shop\nruntime: nodejs", "this file has `runtime: nodejs`"),
        ("name: shop\nruntime: {name: go}", "this file has `runtime: go`"),
        ("name: shop\nruntime: python\nmain: infra/", "`main: infra/` is neither a folder nor a file"),
        ("{", "is not YAML"),
    ],
)
def test_what_is_no_project_file_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    """The engine's own error would be about the copy, which the user has never seen."""
    (tmp_path / "Pulumi.yaml").write_text(text)

    with pytest.raises(SandboxError, match=reason):
        find_project(tmp_path)


def test_a_file_in_another_encoding_is_refused_with_its_line(project: Project) -> None:
    """As an editor of another time saves it."""
    for name in ("Pulumi.yaml", "Pulumi.dev.yaml"):
        (project.folder / name).write_bytes("name: tiny\n# café\n".encode("latin-1"))

    with pytest.raises(SandboxError, match=r"Pulumi\.yaml is not UTF-8 text, see its line 2"):
        find_project(project.folder)
    with pytest.raises(SandboxError, match=r"Pulumi\.dev\.yaml is not UTF-8 text, see its line 2"):
        project.stack_file("dev")


def test_a_stack_without_a_file_has_no_settings_and_names_those_that_have_one(project: Project) -> None:
    """A new stack has none yet; a slip of the pen shows in the message."""
    (project.folder / "Pulumi.eu.dev.yaml").touch()
    reports: list[str] = []

    assert project.stack_file("prod", reports.append).config() == {}
    (report,) = reports
    assert report.startswith("there is no Pulumi.prod.yaml in ")
    assert report.endswith("so the stack prod has no settings; these stacks have one: dev, eu.dev")


@pytest.mark.parametrize("name", ["", "..", ".hidden", "-x", "a/b", "a b", "x" * 101])
def test_a_name_that_would_leave_the_stacks_folder_is_refused(name: str) -> None:
    """The folder of the stack `..` is that of all stacks, and `down` removes it."""
    with pytest.raises(SandboxError, match="is not a valid stack name"):
        check_name(name)


def test_a_name_with_organization_and_project_is_refused_with_the_stacks_own() -> None:
    """As `pulumi stack ls` prints it with Pulumi Cloud."""
    with pytest.raises(SandboxError, match=r"without organization and project it is dev$"):
        check_name("acme/shop/dev")


def test_the_copy_runs_the_projects_program_with_the_given_language_host(project: Project, tmp_path: Path) -> None:
    """The user's backend and virtual environment stay out of it, the project's own configuration does not."""
    project.write_copy(tmp_path / "copy", "dev", project.stack_file("dev"), HOST)

    copy = yaml.safe_load((tmp_path / "copy" / "Pulumi.yaml").read_text())
    assert copy == {
        "name": "tiny",
        "config": {"tiny:size": 3},
        "main": str(project.folder / "infra"),
        "runtime": "python",
        "plugins": {"languages": [{"name": "python", "path": "/engine/bin"}]},
    }
    assert yaml.safe_load((tmp_path / "copy" / "Pulumi.dev.yaml").read_text()) == {"config": {"tiny:size": 4}}


def test_a_second_copy_takes_over_the_users_changes_and_keeps_the_engines_salt(
    project: Project, tmp_path: Path
) -> None:
    """Without its salt, the engine could not read the secrets in its own state."""
    copy = tmp_path / "copy"
    project.write_copy(copy, "dev", project.stack_file("dev"), HOST)
    (copy / "Pulumi.dev.yaml").write_text("encryptionsalt: v1:of-the-sandbox\n")

    project.write_copy(copy, "dev", StackFile.of({"tiny:size": 5}), HOST)

    assert yaml.safe_load((copy / "Pulumi.dev.yaml").read_text()) == {
        "config": {"tiny:size": 5},
        "encryptionsalt": "v1:of-the-sandbox",
    }
    assert sorted(path.name for path in copy.iterdir()) == ["Pulumi.dev.yaml", "Pulumi.yaml"]
