"""A site of a few lines on the real ground: what `make run` does can be seen in seconds."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from advisor.embedded.places import ROOT
from tests.ground.conftest import comes_true, runs

MANAGE = """
import json, os, pathlib, sys, psycopg
role = os.environ["DATABASE_ROLE"]
with open("var/commands", "a") as file:
    print(role, *sys.argv[1:], file=file)
if sys.argv[1] == "seed_demo":
    pathlib.Path("var/environment.json").write_text(json.dumps(dict(os.environ)))
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS starts (at timestamptz DEFAULT now())")
        connection.execute("INSERT INTO starts DEFAULT VALUES")
if "--list" in sys.argv:
    print("olga   owner   olga's password")
"""
WSGI = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]
"""
CELERY = "from celery import Celery\nimport os\napp = Celery('advisor', broker=os.environ['REDIS_URL'])\n"
OF_THE_TESTS = (
    *("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS"),
    *("SITE_URL", "MAIL_DIR", "TESTING", "DJANGO_SETTINGS_MODULE"),
)
QUICK_CELERY = "import sys, time\nprint('celery', *sys.argv[1:], flush=True)\ntime.sleep(600)\n"


def lay_small_site(project: Path) -> None:
    shutil.copytree(ROOT / "advisor" / "embedded", project / "advisor" / "embedded")
    files = {
        "manage.py": MANAGE,
        "requirements.txt": "",
        "advisor/__init__.py": "",
        "advisor/wsgi.py": WSGI,
        "advisor/celery.py": CELERY,
        "celery.py": QUICK_CELERY,
    }
    for name, text in files.items():
        (project / name).write_text(text)


class Started:
    """One `make run` over the small site."""

    def __init__(self, project: Path, port: int, through: str, terminal: int | None = None) -> None:
        environment = {**os.environ, "PORT": str(port), "HOME": "/proc", "PGSSLMODE": "verify-full"}
        for name in OF_THE_TESTS:
            environment.pop(name, None)
        command = f"{through} '{sys.executable}' -m advisor.embedded.run"
        command += " --parent $$; exit $?" if through == "" else ""
        self.output = project / f"output-{time.monotonic_ns()}"
        with self.output.open("w") as output:
            place = output if terminal is None else terminal
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", command], cwd=project, stdout=place, stderr=place, env=environment
            )

    def said(self) -> str:
        return self.output.read_text()

    def says(self, words: str) -> bool:
        return comes_true(lambda: words in self.said() or self.process.poll() is not None, 60) and words in self.said()


def left_behind(project: Path) -> list[str]:
    """Every process that has to do with the clone: by its folder, its command or its environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = folder.joinpath("cmdline").read_bytes()
            place = os.fsencode(os.readlink(folder / "cwd"))
        except OSError:
            continue
        if os.fsencode(project) in command + place and runs(int(folder.name)):
            found.append(command.replace(b"\0", b" ").decode())
    return found


def given(project: Path) -> dict[str, str]:
    return json.loads((project / "var" / "environment.json").read_text())


def commands_of(project: Path) -> list[str]:
    """What the small site's manage.py was asked since the code changed."""
    return (project / "var" / "commands").read_text().splitlines()


def change_the_code(project: Path) -> None:
    (project / "advisor" / "changed.py").write_text(f"at = {time.monotonic_ns()}\n")
    (project / "var" / "commands").unlink(missing_ok=True)
