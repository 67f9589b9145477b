"""The few words spoken with the Linux kernel that Python has no name for. Elsewhere they do nothing."""

import ctypes
import os
import signal
import sys
from pathlib import Path

_SET_DEATH_SIGNAL, _KEEP_CAPABILITIES, _ADOPT_ORPHANS, _AMBIENT, _AMBIENT_RAISE = 1, 8, 36, 47, 2
_READ_AND_WRITE_ANY_FILE, _READ_ANY_FILE = 1, 2
_CAPABILITY_VERSION_3 = 0x20080522


def die_with_parent(parent: int) -> None:
    """Has this process killed as soon as its parent is gone, also when that happened before the call."""
    _prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def adopt_orphans() -> None:
    """Makes this process the parent of grandchildren whose own parent ended, so that none is lost from sight."""
    _prctl(_ADOPT_ORPHANS, 1)


def children() -> list[int]:
    """The processes whose parent is this one, as far as the system tells."""
    found = []
    me = str(os.getpid())
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if after_name[1] == me:
            found.append(int(stat.parent.name))
    return found


def become(uid: int, gid: int) -> None:
    """Turns root into an account that still reads and writes any file, as far as root may keep that right."""
    _prctl(_KEEP_CAPABILITIES, 1)
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    if sys.platform == "linux":
        _keep(_READ_AND_WRITE_ANY_FILE, _READ_ANY_FILE)


def _keep(*capabilities: int) -> None:
    """Without the right the account goes on as an ordinary one, so a refusal is no error here."""
    bits = sum(1 << capability for capability in capabilities)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)(bits, bits, bits, 0, 0, 0)
    if ctypes.CDLL(None).capset(header, sets) == 0:
        for capability in capabilities:
            _prctl(_AMBIENT, _AMBIENT_RAISE, capability)


def _prctl(*words: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(*(ctypes.c_ulong(word) for word in (*words, 0, 0, 0, 0)[:5]))
