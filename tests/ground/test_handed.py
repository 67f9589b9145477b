"""A `manage.py` typed in another terminal works on the site that `make run` has started, as README says."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

from advisor.embedded.places import ROOT
from advisor.embedded.ports import anywhere, free_port
from tests.ground.small_site import OF_THE_TESTS, Started, given, lay_small_site

SETTINGS = 'import os\nSECRET_KEY = os.environ["SECRET_KEY"]\nprint(os.environ["DATABASE_URL"], os.environ["DEBUG"])\n'


def asked(project: Path, **given: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in (*OF_THE_TESTS, "DEBUG", "DEMO")}
    command = [sys.executable, "the_real_manage.py", "check"]
    return subprocess.run(
        command, cwd=project, env=environment | given, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_command_beside_the_run_stands_on_the_same_ground_and_alone_on_none(tmp_path: Path) -> None:
    lay_small_site(tmp_path)
    shutil.copy(ROOT / "manage.py", tmp_path / "the_real_manage.py")
    (tmp_path / "advisor" / "settings.py").write_text(SETTINGS)
    run = Started(tmp_path, free_port(anywhere()), "exec")
    try:
        assert run.says("olga"), run.said()
        assert asked(tmp_path).stdout.startswith(f"{given(tmp_path)['DATABASE_URL']} 1\n")
        assert stat.S_IMODE((tmp_path / "var" / "keys" / "environment").stat().st_mode) == 0o600
        for name in ("SECRET_KEY", "DATABASE_URL"):
            assert asked(tmp_path, **{name: "of another site"}).returncode != 0
    finally:
        run.process.send_signal(signal.SIGINT)
        run.process.wait(60)
    assert "SECRET_KEY" in asked(tmp_path).stderr
