"""A CSV file as rows of named cells. Nothing of it is run, whatever it looks like: a cell is text."""

import csv
import io
from typing import NamedTuple

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
LONGEST_CELL = 2_000
NOTHING_IN_IT = "The file is empty. Its first row names the columns, and every row below is a client."
TOO_BIG = "The file is larger than 5 MB. Divide it into smaller ones."
TOO_MANY = f"The file has more than {MOST_ROWS:,} rows. Divide it into smaller ones."
NOT_A_CSV = "This is no CSV file. In your spreadsheet choose “Save as”, then “CSV UTF-8 (comma delimited)”."
COMMAS = "The columns are not separated by commas. Save the file as “CSV UTF-8 (comma delimited)”."
ZIPPED, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class NotASheet(ValueError):
    """The file cannot be read at all; the argument is a sentence for the person who chose it."""


class Row(NamedTuple):
    """`number` is what a spreadsheet calls it: the row with the names of the columns is 1."""

    number: int
    cells: dict[str, str]
    problem: str = ""


class Sheet(NamedTuple):
    text: str
    encoding: str
    rows: list[Row]


def read(data: bytes, columns: list[str]) -> Sheet:
    """The rows of this file, which must have exactly these columns, in any order. Raises `NotASheet`."""
    text, encoding = decoded(data)
    return Sheet(text, encoding, rows_of(text, columns))


def decoded(data: bytes) -> tuple[str, str]:
    """UTF-8, with or without a byte order mark; else Windows-1252, which Excel for Windows still writes."""
    if len(data) > MOST_BYTES:
        raise NotASheet(TOO_BIG)
    if data.startswith((ZIPPED, OLD_EXCEL, *UTF_16)) or b"\x00" in data:
        raise NotASheet(NOT_A_CSV)
    for encoding, name in (("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            return data.decode(encoding), name
        except UnicodeDecodeError:
            continue
    raise NotASheet(NOT_A_CSV)


def rows_of(text: str, columns: list[str]) -> list[Row]:
    """Every row that is not empty."""
    if not text.strip():
        raise NotASheet(NOTHING_IN_IT)
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[Row] = []
    names: list[str] = []
    try:
        for number, line in enumerate(lines, start=1):
            cells = [cell.strip() for cell in line]
            if not names:
                names = header(cells, columns)
            elif any(cells):
                found.append(row(number, names, cells))
            if len(found) > MOST_ROWS:
                raise NotASheet(TOO_MANY)
    except csv.Error as reason:
        place = f"near line {lines.line_num}"
        raise NotASheet(f"The file cannot be read {place}: a quotation mark is not closed, or not doubled.") from reason
    if not found:
        raise NotASheet("The file names the columns and has no row below them.")
    return found


def header(cells: list[str], columns: list[str]) -> list[str]:
    """The names in the first row; every column once, no other."""
    names = [cell.lower().replace(" ", "_") for cell in cells]
    if len(names) == 1 and (";" in cells[0] or "\t" in cells[0]):
        raise NotASheet(COMMAS)
    faults = [
        ("It lacks", [name for name in columns if name not in names]),
        ("It names more than once", sorted({name for name in names if name and names.count(name) > 1})),
        (
            "It has what is no column",
            [shortened(name) or "a column without a name" for name in names if name not in columns],
        ),
    ]
    said = [f"{words}: {', '.join(wrong[:20])}." for words, wrong in faults if wrong]
    if said:
        raise NotASheet(f"The first row must name the columns. {' '.join(said)}")
    return names


def row(number: int, names: list[str], cells: list[str]) -> Row:
    cells = cells[: len(names)] if not any(cells[len(names) :]) else cells
    if len(cells) != len(names):
        problem = f"The row has {len(cells)} cells, and the first row names {len(names)} columns."
        return Row(number, dict(zip(names, cells, strict=False)), problem)
    problem = "" if max(map(len, cells)) <= LONGEST_CELL else f"A cell is longer than {LONGEST_CELL:,} characters."
    return Row(number, dict(zip(names, cells, strict=True)), problem)


def shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
