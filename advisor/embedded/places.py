"""Where things are: the project, and the folder in which everything that `make run` keeps is found."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log, indented, to be shown to a person; empty when there is no such log."""
    try:
        text = log.read_text(errors="replace")
    except FileNotFoundError:
        return ""
    return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])


def fresh(log: Path) -> Path:
    """A log that starts empty; what stood in it is kept beside it as `<name>.1` until the next time."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():
        log.replace(log.with_name(log.name + ".1"))
    log.touch()
    return log
