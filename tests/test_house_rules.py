"""The rules of the house, kept by reading the source (design.md: rules 1 to 4 and 10, and the plain prohibitions)."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = [
    ["advisor.settings", "advisor.urls", "advisor.celery", "advisor.wsgi", "advisor.embedded", "advisor.answers"],
    ["advisor.home", "advisor.help"],
    ["clients.company", "clients.enrolment", "clients.referrals"],
    ["clients"],
    ["firms"],
    ["invitations", "advisor.identity", "advisor.support"],
    [
        "advisor.audit",
        "advisor.mail",
        "advisor.gates",
        "advisor.rooms",
        "advisor.forms",
        "advisor.limits",
        "advisor.desk",
    ],
    ["advisor.users", "advisor.middleware", "advisor.cache", "advisor.tokens", "advisor.context"],
    ["advisor.permissions", "advisor.errors", "advisor.crypto", "advisor.dates", "advisor.fields"],
]
INSIDE = ["models", "mails", "actions", "gates", "forms", "pages", "views", "tasks", "admin", "urls"]
SAME_HEIGHT = {"views": 0, "tasks": 0, "admin": 0}
LONGEST_FILE = 250
LONGEST_FUNCTION = 30
LISTS = [ROOT / "advisor/settings.py"]
"""One file by design, and no logic to hold in a head."""


def tracked(*patterns: str) -> list[Path]:
    """Files of the project: tracked or not yet, never ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603
    return [ROOT / name for name in sorted(set(listed.splitlines())) if (ROOT / name).is_file()]


SOURCES = [path for path in tracked("*.py") if "migrations" not in path.parts]
PROGRAM = [path for path in SOURCES if path.relative_to(ROOT).parts[0] != "tests"]
TEXTS = tracked("*.py", "*.html", "*.txt", "*.css", "*.js", "*.md", "*.toml", "*.yml", "Makefile", "Dockerfile")


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def height(module: str) -> int | None:
    """The layer of a module: the higher the number, the more it may import. The longest matching name wins."""
    found = [
        (len(name), len(LAYERS) - index)
        for index, layer in enumerate(LAYERS)
        for name in layer
        if module == name or module.startswith(f"{name}.")
    ]
    return max(found)[1] if found else None


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", PROGRAM, ids=module_of)
def test_imports_point_down(path):
    own = height(module_of(path))
    if own is None:
        return
    for name in imports(ast.parse(path.read_text())):
        other = height(name)
        assert other is None or other <= own, f"{module_of(path)} imports {name} of a higher layer"


@pytest.mark.parametrize("path", PROGRAM, ids=module_of)
def test_inside_an_app_imports_point_down_too(path):
    module = module_of(path)
    app = next(
        (
            layer
            for layer in ("clients.company", "clients", "firms", "invitations", "advisor.identity", "advisor.mail")
            if module.startswith(f"{layer}.")
        ),
        "",
    )
    part = module.removeprefix(f"{app}.").partition(".")[0]
    if not app or part not in INSIDE:
        return
    for name in imports(ast.parse(path.read_text())):
        other = name.removeprefix(f"{app}.").partition(".")[0] if name.startswith(f"{app}.") else ""
        if other in INSIDE and other != part:
            assert INSIDE.index(other) < INSIDE.index(part), f"{module} imports {name}"
            assert not (part in SAME_HEIGHT and other in SAME_HEIGHT), f"{module} imports {name}: doors import no doors"


@pytest.mark.parametrize("path", PROGRAM, ids=module_of)
def test_no_import_hides_in_a_function(path):
    for function in ast.walk(ast.parse(path.read_text())):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            hidden = [node.lineno for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
            assert not hidden, f"{path.name}: import inside {function.name}"


VIEWS = [path for path in PROGRAM if "views" in path.relative_to(ROOT).with_suffix("").parts]


@pytest.mark.parametrize("path", VIEWS, ids=module_of)
def test_a_view_touches_only_what_the_gate_handed_over(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            assert node.attr != "objects", f"{path.name}:{node.lineno} queries in a view"
            is_user = node.attr == "user" and isinstance(node.value, ast.Name) and node.value.id == "request"
            assert not is_user, f"{path.name}:{node.lineno} takes request.user"


WRITES = {"save", "create", "update", "delete", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}
MAY_WRITE = {
    "advisor.audit.book", "advisor.mail.outbox", "advisor.mail.relay", "advisor.mail.tasks", "advisor.identity.tasks",
    "advisor.users.models", "advisor.users.sessions", "advisor.home.demo",
}  # fmt: skip


@pytest.mark.parametrize("path", VIEWS + [p for p in PROGRAM if p.stem in ("gates", "forms", "pages")], ids=module_of)
def test_only_an_action_writes(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            on = ast.unparse(node.func.value)
            assert "objects" not in on, f"{path.name}:{node.lineno} writes"


@pytest.mark.parametrize("path", VIEWS, ids=module_of)
def test_every_view_stands_behind_a_gate(path):
    for function in ast.parse(path.read_text()).body:
        if isinstance(function, ast.FunctionDef) and function.args.args and function.args.args[0].arg == "request":
            if function.name.startswith("_"):
                continue
            assert function.decorator_list, f"{path.name}: {function.name} has no gate"


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_a_file_and_a_function_fit_in_a_head(path):
    text = path.read_text()
    assert text.count("\n") <= LONGEST_FILE or path in LISTS, f"{path.name} has {text.count(chr(10))} lines"
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
            length = (function.end_lineno or 0) - first.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{path.name}: {function.name} has {length} lines"


@pytest.mark.parametrize("path", tracked("*.html", "*.css", "*.js"), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_a_style_and_a_script_fit_in_a_head_too(path):
    assert "vendor" in path.parts or path.read_text().count("\n") <= LONGEST_FILE


PROHIBITED = {
    r"except Exception": "catch what can happen",
    r"#\s*type: ignore(?!\[)": "say which error and why",
    r"#\s*type: ignore\[[^\]]*\]\s*$": "say why",
    r"#\s*noqa(?!: [A-Z]+\d+ - )": "say which rule and why",
    r"\b(TODO|FIXME|XXX|HACK)\b": "do it",
    r"coming soon|lorem ipsum": "build it",
    r"mark\.skip|mark\.xfail|pytest\.skip": "mend it",
}


@pytest.mark.parametrize("path", [p for p in PROGRAM if p.suffix == ".py"], ids=module_of)
def test_no_shortcut_stands_in_the_program(path):
    for pattern, instead in PROHIBITED.items():
        found = re.search(pattern, path.read_text(), re.MULTILINE)
        assert not found, f"{path.name}: {found.group() if found else ''}: {instead}"


@pytest.mark.parametrize("path", tracked("*.html"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_inline_script_or_style_and_nothing_unescaped(path):
    text = path.read_text()
    if "emails" in path.parts:
        return
    assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", text), "inline script"
    assert not re.search(r"\son\w+=\"", text), "inline handler"
    assert not re.search(r"\sstyle=\"|<style", text), "inline style"
    assert not re.search(r"\|\s*safe\b|autoescape off", text), "unescaped"


def test_nothing_comes_from_another_host():
    for path in tracked("*.html", "*.css", "*.js"):
        if "emails" in path.parts:
            continue
        found = re.search(r"(?:src|href|url|@import|from)[=( ]*[\"'(](?:https?:)?//[^\"')]+", path.read_text())
        assert not found, f"{path}: {found.group() if found else ''}"


def test_the_project_names_no_path_of_a_machine_and_no_index():
    for path in TEXTS:
        if path.name == Path(__file__).name:
            continue
        found = re.search(r"(?<!\w)/(?:home|root|work|tmp/w)/|pypi\.org|pythonhosted|registry\.npmjs", path.read_text())
        assert not found, f"{path}: {found.group() if found else ''}"
