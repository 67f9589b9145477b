"""Names of hosts: one spelling for each, and no name that can be mistaken for another.

The canonical spelling is lower case, in A-labels (UTS-46 mapping, IDNA 2008 validity; package `idna`), without a
trailing dot. Three things are refused that the mapping alone would let through:

* a character that is not ASCII but *becomes* ASCII, or vanishes: full-width letters, ligatures, the Kelvin sign,
  soft hyphens. Nobody's mail program writes them; look-alikes do.
* a label of more than one script (UTS-39; Chinese, Japanese and Korean writing count as one script each, and
  Latin mixes with nothing), and Latin letters of phonetics.
* a label wholly of letters that look Latin (Cyrillic, Greek, Armenian) below a top-level domain in ASCII.

A label typed as `xn--…` is decoded and judged like the same label in letters.
"""

import re
import unicodedata

import idna

from firms.domains.suffixes import icann_suffixes

LONGEST_HOST = 253  # characters (RFC 1035, without the trailing dot)
ASCII_LABEL = re.compile(r"(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
RECOMMENDED_SCRIPTS = (  # UTS-31, table 5, by the names of their letters
    "ARABIC ARMENIAN BENGALI BOPOMOFO CJK CYRILLIC DEVANAGARI ETHIOPIC GEORGIAN GREEK GUJARATI GURMUKHI HANGUL HEBREW "
    "HIRAGANA KANNADA KATAKANA KHMER LAO LATIN MALAYALAM MYANMAR ORIYA SINHALA TAMIL TELUGU THAANA THAI TIBETAN"
)
SCRIPTS = frozenset(RECOMMENDED_SCRIPTS.split())
WRITTEN_TOGETHER = ({"CJK", "HIRAGANA", "KATAKANA"}, {"CJK", "HANGUL"}, {"CJK", "BOPOMOFO"})
EVERYDAY_LATIN = re.compile("[a-zß-öø-ſơưǎ-ǜș-ț\u1e00-ỿ]*")
LOOKS_LATIN = frozenset("авгԁеҽһіјкӏмнопрԛѕстуѵԝѡхь" + "αγεηικνορστυχω" + "ագզհյոցսօ")


class NotADomain(ValueError):
    """The text is not the name of a host below a known public suffix."""


def host_and_registrable(text: object) -> tuple[str, str]:
    """The one spelling of a host name below a known public suffix, and its registrable domain by the ICANN section.

    Raises `NotADomain` for everything else: IP addresses, bare suffixes (`co.uk`), unknown top-level domains,
    look-alikes, any garbage. Never raises anything else. Takes 5 ms at most, whatever the length.
    """
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST_HOST + 1:
        raise NotADomain("A domain has 1 to 253 characters.")
    host = _in_a_labels(text.removesuffix("."))
    registrable = icann_suffixes().privatesuffix(host)
    if len(host) > LONGEST_HOST or registrable is None:
        raise NotADomain("This is not a domain below a known suffix.")
    return host, registrable


def canonical_host(text: object) -> str:
    """The host name alone; raises `NotADomain` as `host_and_registrable` does."""
    return host_and_registrable(text)[0]


def registrable_domain(text: object) -> str:
    """The registrable domain alone; raises `NotADomain` as `host_and_registrable` does."""
    return host_and_registrable(text)[1]


def _in_a_labels(name: str) -> str:
    labels = name.split(".")
    below_ascii = labels[-1].isascii() and not labels[-1].lower().startswith("xn--")
    return ".".join(_a_label(label, below_ascii=below_ascii) for label in labels)


def _a_label(label: str, *, below_ascii: bool) -> str:
    if label.isascii() and ASCII_LABEL.fullmatch(label.lower()):
        return label.lower()
    try:
        return _judged(label, below_ascii=below_ascii)
    except UnicodeError as reason:  # every error of `idna` is one
        raise NotADomain("This is not a label of a domain.") from reason


def _judged(label: str, *, below_ascii: bool) -> str:
    if label.isascii():
        letters = idna.ulabel(label)
    else:
        _refuse_disguises(label)
        letters = idna.uts46_remap(label)
    _refuse_look_alikes(letters, below_ascii=below_ascii)
    return idna.alabel(letters).decode("ascii")


def _refuse_disguises(label: str) -> None:
    for character in label:
        if not character.isascii():
            mapped = idna.uts46_remap(character)
            if not mapped or any(part.isascii() for part in mapped):
                raise NotADomain("A character of this label stands for another.")


def _refuse_look_alikes(letters: str, *, below_ascii: bool) -> None:
    written = [character for character in letters if character not in "-0123456789"]
    scripts = {_script(character) for character in written}
    if not scripts <= SCRIPTS or (len(scripts) > 1 and not any(scripts <= family for family in WRITTEN_TOGETHER)):
        raise NotADomain("This label mixes scripts.")
    if "LATIN" in scripts and not EVERYDAY_LATIN.fullmatch("".join(written)):
        raise NotADomain("This label has letters that look like others.")
    if below_ascii and LOOKS_LATIN.issuperset(written):
        raise NotADomain("This label looks like a Latin one.")


def _script(character: str) -> str:
    """The script of a letter, by the first word of its Unicode name (Python has no table of scripts)."""
    word = re.split(r"[ -]", unicodedata.name(character, ""), maxsplit=1)[0]
    return "CJK" if word == "IDEOGRAPHIC" else word
