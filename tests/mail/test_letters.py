"""Every kind of letter, as the acts write it, read as its reader does."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from advisor.mail.models import Letter
from advisor.mail.sampling import all_samples
from firms.models import Firm
from tests.letters import Post
from tests.mail import writing_clients
from tests.mail.writing import about_an_account, about_invitations, about_members, every_kind, newest
from tests.town import Town, build_town

ROOT = Path(__file__).resolve().parent.parent.parent
NEVER_SAID = re.compile(r"\b(None|null|sorry|please|invalid|oops)\b|MISSING|\(\s*\)|: *$|&amp;amp;", re.I)
LINK = re.compile(r"https?://[^\s\"<>]+[^\s\"<>.,]")
NASTY = '<b>Ann</b> & \u202e"Sons"\n\nBcc: all@example.com\r\nOpen http://evil.example'
ONE_LINE = '<b>Ann</b> & "Sons" Bcc: all@example.com Open http://evil.example'


class Words(HTMLParser):
    """The words of an HTML part as a reader sees them, one line for each element."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._hidden = tag in ("style", "title")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._hidden:
            self.lines.append(" ".join(data.split()))


def words(html: str) -> str:
    reader = Words()
    reader.feed(html)
    return "\n".join(reader.lines)


def kinds_in_the_code() -> set[str]:
    sources = [path for app in ("advisor", "firms", "invitations", "clients") for path in (ROOT / app).rglob("*.py")]
    return {name for path in sources for name in re.findall(r'LetterKind\(\s*"(\w+)"', path.read_text())}


@pytest.fixture(autouse=True)
def gaps_show(settings: Any) -> None:
    """A variable that a template does not get stands as MISSING in the letter."""
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"OPTIONS": engine["OPTIONS"] | {"string_if_invalid": "MISSING %s"}}]


def assert_well_written(letter: Letter) -> None:
    for line in [letter.subject, *letter.text.splitlines(), *words(letter.html).splitlines()]:
        allowed = line.rstrip().endswith(":")
        assert not NEVER_SAID.search(line.rstrip().removesuffix(":") if allowed else line), f"{letter.kind}: {line}"
    assert letter.text.startswith("Hello")
    assert "You get this because" in letter.text
    assert "You get this because" in letter.html
    assert "advisor-support@justworks.com" in letter.text
    assert "\n\n\n" not in letter.text
    links = set(LINK.findall(letter.text)) - {"http://localhost:8000"}
    assert links <= set(LINK.findall(letter.html)), letter.kind
    for link in links:
        assert f"\n{link}\n" in letter.text, f"{letter.kind}: {link} does not stand on a line of its own"


def test_every_kind_in_the_code_is_written_by_a_real_act(town: Town) -> None:
    assert set(every_kind(town)) == kinds_in_the_code()


def test_every_letter_is_whole(town: Town) -> None:
    for letters in every_kind(town).values():
        for letter in letters:
            assert_well_written(letter)


def test_every_kind_has_a_sample(db: None) -> None:
    assert {sample.kind.name for sample in all_samples().values()} == kinds_in_the_code()


def test_every_sample_is_whole(db: None) -> None:
    for sample in all_samples().values():
        assert_well_written(sample.letter)


def test_no_template_of_a_letter_calls_anything_safe() -> None:
    for template in (ROOT / "templates" / "emails").iterdir():
        assert not re.search(r"\|\s*safe|autoescape off", template.read_text()), template.name


def test_the_invitation_says_who_invites_to_what_until_when(town: Town) -> None:
    about_invitations(town)
    letter = newest("member_invitation")
    assert letter.subject == "Olga Field invited you to join Smith CPA on Advisor Dashboard"
    for part in (letter.text, words(letter.html)):
        for said in ("Olga Field", "Smith CPA", "Manage team members", "Add and refer clients", "olga@smithcpa.com"):
            assert said in part
        assert re.search(r"role: CPA$", part, re.M)
        assert re.search(r"expires on\s+\w{3} \d+ \w{3} \d{4}, \d+:\d\d [AP]M E[SD]T", part)
    assert "Edit firm information" not in letter.text


def test_the_reminder_has_a_link_of_its_own(town: Town) -> None:
    about_invitations(town)
    first, reminder = newest("member_invitation"), newest("member_reminder")
    assert LINK.findall(reminder.text)[0] != LINK.findall(first.text)[0]
    assert "expires on" in reminder.subject


def test_whoever_invited_hears_of_expiry_and_of_the_wish_for_another(town: Town) -> None:
    about_invitations(town)
    for kind in ("member_expired", "member_asked_again"):
        letter = newest(kind)
        assert letter.to == "olga@smithcpa.com"
        assert "June Field (june@smithcpa.com)" in letter.text
        assert "Resend invite" in letter.text
        assert letter.text.count("/firm/\n") == 1


def test_the_letter_to_confirm_an_address_repeats_nothing_that_a_stranger_typed(town: Town) -> None:
    town.sam.user.first_name = "Win-a-car"
    about_an_account(town)
    letter = newest("confirm_address")
    assert "Win-a-car" not in letter.text + letter.html + letter.subject
    assert "If you did not sign up or enter this address yourself: ignore this letter." in letter.text
    assert letter.text.count(" EST") + letter.text.count(" EDT") == 2


@pytest.mark.parametrize("kind", ["security_notice", "address_changed", "reset_password", "forgot_username"])
def test_letters_about_safety_say_what_to_do_if_it_was_not_you(town: Town, kind: str) -> None:
    about_an_account(town)
    letter = newest(kind)
    assert "If it was not you" in letter.text
    assert "If it was not you" in letter.html
    assert "Hello Sam," in letter.text
    assert kind == "forgot_username" or re.search(r"\d:\d\d [AP]M E[SD]T", letter.text)


def test_the_old_address_hears_of_the_change(town: Town) -> None:
    about_an_account(town)
    letter = newest("address_changed")
    assert letter.to == "sam@example.com"
    assert "personal email" in letter.text
    assert "sam.new@example.com" not in letter.text + letter.html


def test_members_hear_what_changed_for_them(town: Town) -> None:
    about_members(town)
    changed = newest("member_changed")
    assert changed.subject == "Mona Field changed your role or permissions at Smith CPA"
    assert "Your role: Controller" in changed.text
    assert "- View firm activity: " in changed.text
    assert "mona@smithcpa.com" in changed.text
    joined = newest("member_joined")
    assert joined.subject == "Kim Field joined Smith CPA on Advisor Dashboard"
    subjects = set(Letter.objects.filter(kind="member_removed").values_list("to", "subject"))
    assert subjects == {
        ("sam@smithcpa.com", "You left Smith CPA on Advisor Dashboard"),
        ("mona@smithcpa.com", "Olga Field removed you from Smith CPA on Advisor Dashboard"),
    }


def test_a_member_without_permissions_reads_so(town: Town) -> None:
    sample = all_samples()["member_changed"].letter
    assert "- No permissions\n" in sample.text
    assert "No permissions" in sample.html


@pytest.fixture
def nasty_letters(db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Letter]]:
    """Every kind of letter in a town whose people, firm and clients have the worst of names and write the worst."""
    monkeypatch.setattr(writing_clients, "MESSAGE", NASTY)
    town = build_town()
    Firm.objects.filter(pk=town.smith.pk).update(name=NASTY)
    town.smith.name = NASTY
    for member in (town.olga, town.mona, town.sam):
        member.user.first_name, member.role = NASTY, NASTY[:60]
        member.user.save()
    for contact in (town.carla, town.pia, town.rosa):
        contact.user.first_name = contact.client.legal_name = NASTY
        contact.user.save()
        contact.client.save()
    for link in (town.acme, town.bloom, town.cove):
        link.client.legal_name = NASTY
    return every_kind(town)


def test_names_stand_in_text_parts_as_typed_and_begin_no_line(nasty_letters: dict[str, list[Letter]]) -> None:
    for letter in (letter for letters in nasty_letters.values() for letter in letters):
        assert "&lt;" not in letter.text + letter.subject
        assert "\u202e" not in letter.text + letter.subject
        for line in letter.text.splitlines():
            assert not line.startswith(("Bcc", "Open http")), f"{letter.kind}: {line}"
    for kind in ("member_invitation", "firm_invitation", "access_asked"):
        assert ONE_LINE in nasty_letters[kind][0].text, kind
    assert '\n> <b>Ann</b> & "Sons"\n>\n> Bcc: all@example.com\n' in nasty_letters["access_request"][0].text


def test_names_are_escaped_in_html_parts(nasty_letters: dict[str, list[Letter]]) -> None:
    for letter in (letter for letters in nasty_letters.values() for letter in letters):
        assert "<b>Ann" not in letter.html, letter.kind
    assert "&lt;b&gt;Ann&lt;/b&gt;" in nasty_letters["member_invitation"][0].html


def test_names_cannot_make_a_header(nasty_letters: dict[str, list[Letter]], post: Post) -> None:
    posted = post.all()
    assert len(posted) == sum(len(letters) for letters in nasty_letters.values())
    for file in post.directory.glob("*.eml"):
        assert not re.search(rb"^bcc:", file.read_bytes().partition(b"\n\n")[0], re.I | re.M)
    assert any(ONE_LINE[:60] in letter.subject for letter in posted)


def test_a_name_in_other_letters_is_read_back_as_typed(town: Town, post: Post) -> None:
    town.olga.user.first_name = "Zoë 张伟"
    town.olga.user.save()
    town.olga.user.refresh_from_db()
    about_invitations(town)
    letter = post.to("june@smithcpa.com")
    assert "Zoë 张伟 Field" in "".join(post.subjects("june@smithcpa.com"))
    assert "Zoë 张伟 Field" in letter.text
