"""Under which account PostgreSQL runs: it refuses root, so root lends it a user namespace or, failing that, a user.

An account is written as a word that fits on a command line: empty (as we are), `namespace:<uid>:<gid>` (root that
calls itself something else), or `user:<uid>:<gid>` (a system user).
"""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

from advisor.embedded import kernel
from advisor.embedded.places import ROOT
from advisor.embedded.problems import GroundProblem

AS_WE_ARE = ""
_SYSTEM_USER = "advisor-postgres"
_USERADD = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _SYSTEM_USER]
_ADDUSER = ["adduser", "-S", "-D", "-H", _SYSTEM_USER]


def enter(account: str) -> None:
    """Turns this process into the account. Raises OSError when the system says no."""
    how, _, numbers = account.partition(":")
    if how == "namespace":
        uid, gid = map(int, numbers.split(":"))
        _enter_namespace(uid, gid)
    elif how == "user":
        uid, gid = map(int, numbers.split(":"))
        kernel.become(uid, gid)


def choose(data: Path, program: Path) -> str:
    """The account for a server that keeps its files in `data`: always the one that made them, if they are there."""
    if os.geteuid() != 0:
        return AS_WE_ARE
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return user(owner.st_uid, owner.st_gid)
    return namespace_for(data.parent, program) or system_user_for(data.parent)


def namespace_for(folder: Path, program: Path) -> str | None:
    """A user namespace in which `folder` can be written and `program` run, or None where there is none."""
    someone = _anyone_but_root()
    if someone is None or sys.platform != "linux":
        return None
    account = f"namespace:{someone.pw_uid}:{someone.pw_gid}"
    question = [sys.executable, "-S", "-m", "advisor.embedded.accounts", account, str(folder), str(program)]
    answer = subprocess.run(question, cwd=ROOT, capture_output=True, check=False)
    return account if answer.returncode == 0 else None


def system_user_for(folder: Path) -> str:
    """The owner of the folder if that is not root, else a system user, made if need be. Raises GroundProblem."""
    owner = folder.stat()
    if owner.st_uid != 0:
        return user(owner.st_uid, owner.st_gid)
    found = _named("postgres") or _named(_SYSTEM_USER) or _made()
    return user(found.pw_uid, found.pw_gid)


def user(uid: int, gid: int) -> str:
    return f"user:{uid}:{gid}"


def give(folder: Path, account: str) -> None:
    """Makes a folder the account's, with all that is in it, where the account could not do so by itself."""
    how, _, numbers = account.partition(":")
    if how == "user":
        folder.mkdir(mode=0o700, exist_ok=True)
        for place, _, files in os.walk(folder):
            for path in (place, *(os.path.join(place, file) for file in files)):
                os.chown(path, *map(int, numbers.split(":")))


def _enter_namespace(uid: int, gid: int) -> None:
    if sys.platform != "linux":
        raise OSError("User namespaces are Linux's.")
    outside = os.geteuid(), os.getegid()
    os.unshare(os.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {outside[0]} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {outside[1]} 1")


def _anyone_but_root() -> pwd.struct_passwd | None:
    """initdb looks its user up by number, so the number inside must be one that the system knows."""
    everyone = [entry for entry in pwd.getpwall() if entry.pw_uid != 0]
    liked = [entry for entry in everyone if entry.pw_name in {"postgres", "daemon", "nobody"}]
    return next(iter(liked + everyone), None)


def _named(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _made() -> pwd.struct_passwd:
    for command in (_USERADD, _ADDUSER):
        if shutil.which(command[0]):
            subprocess.run(command, check=False, capture_output=True)
        if found := _named(_SYSTEM_USER):
            return found
    raise GroundProblem(
        "PostgreSQL refuses to run as root: run this as an ordinary user, or add a user named postgres."
    )


def _works(account: str, folder: str, program: str) -> bool:
    """Whether the account can work here; asked in a process of its own, which is the account from then on."""
    try:
        enter(account)
    except OSError:
        return False
    return os.access(program, os.X_OK) and os.access(folder, os.W_OK | os.X_OK)


if __name__ == "__main__":
    sys.exit(0 if _works(*sys.argv[1:]) else 1)
