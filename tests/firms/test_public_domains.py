"""Public, disposable and shared domains: which they are, and how their data file is renewed."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from firms.domains import is_public, registrable_domain, suffixes, work_address
from firms.domains.public import DATA, PUBLIC_DOMAINS, domains_in
from firms.management.commands import renew_public_domains as renewal

SHARED_BY_STRANGERS = """
gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.fr ymail.com outlook.com outlook.de hotmail.com hotmail.co.uk
live.com msn.com icloud.com me.com mac.com aol.com hey.com proton.me protonmail.com pm.me gmx.de gmx.net gmx.com
web.de mail.com zoho.com fastmail.com fastmail.fm yandex.ru yandex.com mail.ru qq.com 163.com tutanota.com tuta.com
comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net mailinator.com
yopmail.com guerrillamail.com mail.yahoo.com deep.below.gmail.com GMAIL.COM gmail.com. github.io foo.github.io
wixsite.com smith.wixsite.com onmicrosoft.com smith.onmicrosoft.com wordpress.com squarespace.com weebly.com
godaddysites.com myshopify.com herokuapp.com netlify.app vercel.app pages.dev web.app blogspot.com amazonaws.com
ec2-1-2-3-4.compute-1.amazonaws.com windows.net co.com smith.us.com
"""
SOMEBODYS_OWN = """
smith-cpa.com smithcpa.com justworks.com deloitte.com pwc.com kpmg.com ey.com bdo.com microsoft.com google.com
apple.com amazon.com intuit.com gusto.com adp.com paychex.com example.com example.org harvard.edu irs.gov ny.gov
smith.co.uk smith.com.au xn--mller-steuer-dlb.de notgmail.com gmail.com.smith-cpa.com yahoo.smith.com hey-cpa.com
mail-smith.com smithandjones.com brightbooks.com ledgerwise.net clearpathtax.com rivaltax.com
sunrise-bookkeeping.com jonescpas.com
"""


@pytest.mark.parametrize("domain", SHARED_BY_STRANGERS.split())
def test_public_and_shared_domains_are_public(domain):
    assert is_public(domain)


@pytest.mark.parametrize("domain", SOMEBODYS_OWN.split())
def test_a_firms_own_domain_is_not_public(domain):
    assert not is_public(domain)


@pytest.mark.parametrize("text", ["", "com", "co.uk", "localhost", "no domain", "gmаil.com", "\0", "x" * 1_000_000])
def test_what_is_no_domain_may_be_held_by_nobody(text):
    assert is_public(text)


def test_every_public_address_in_any_spelling_is_refused_by_its_domain():
    for text in ("A@GMAIL.COM", "a+b@gmail.com.", "a@mail.yahoo.com", "a@x.y.github.io", "a@ec2.compute.amazonaws.com"):
        assert is_public(work_address(text).domain), text


def test_rules_of_the_suffix_list_are_read_in_a_labels_with_their_marks():
    lines = ["// a comment", "", "*.ck", "!www.ck", "公司.cn  // a remark", "*.ü.de", "!ü.ü.de", "Co.UK"]
    encoded = ["*.ck", "!www.ck", "xn--55qx5d.cn", "*.xn--tda.de", "!xn--tda.xn--tda.de", "co.uk"]
    assert list(suffixes._rules(lines)) == encoded


def test_the_data_file_is_what_it_should_be():
    domains = domains_in(PUBLIC_DOMAINS)
    own, never = (set(domains_in(DATA / name)) for name in ("own_domains.txt", "never_public.txt"))
    assert len(domains) > 10_000
    assert domains == sorted(set(domains))
    assert all(registrable_domain(domain) == domain for domain in domains)
    assert own <= set(domains)
    assert not never & set(domains)
    head = PUBLIC_DOMAINS.read_text(encoding="utf-8").partition("\n\n")[0]
    assert "renew_public_domains` on 20" in head
    assert head.count("licence), ") == 2


def package(directory: Path, listed: list[str], blocked: list[str]) -> Path:
    """The two packages as unpacked, with these lists in them."""
    first = directory / "package"
    second = directory / "disposable_email_domains"
    about = directory / "disposable_email_domains-1.2.3.dist-info" / "licenses"
    for folder in (first, second, about):
        folder.mkdir(parents=True)
    (first / "package.json").write_text(json.dumps({"name": "email-providers", "version": "9.9.9"}))
    (first / "all.json").write_text(json.dumps(listed))
    (first / "license.md").write_text("Copyright (c) somebody\n")
    (second / "__init__.py").write_text(f"blocklist = {set(blocked)!r}\n")
    (about / "LICENSE.txt").write_text("Copyright (c) somebody else\n")
    return directory


def renew(directory: Path, target: Path) -> None:
    call_command(renewal.Command(), "--from", directory, "--date", "2026-11-23", "--to", target)


@pytest.fixture
def nothing_before(monkeypatch, tmp_path):
    monkeypatch.setattr(renewal, "PUBLIC_DOMAINS", tmp_path / "none.txt")


MANY = [f"mailbox{number}.com" for number in range(3_000)]


@pytest.mark.usefixtures("nothing_before")
def test_renewing_gathers_all_lists_and_names_them_in_the_head(tmp_path):
    listed = [
        *MANY,
        "Boxes.COM ".strip(),
        "a.host.net",
        "b.host.net",
        "c.host.net",
        "lone.firm.net",
        "co.uk",
        "nonsense",
        "x@y.de",
    ]
    source = package(tmp_path / "in", listed, ["thrown-away.com", "google.com", "harvard.edu"])
    renew(source, tmp_path / "first.txt")
    renew(source, tmp_path / "second.txt")
    text = (tmp_path / "first.txt").read_text()
    domains = domains_in(tmp_path / "first.txt")
    assert text == (tmp_path / "second.txt").read_text()
    assert domains == sorted(set(domains))
    assert {"mailbox7.com", "thrown-away.com", "host.net", "gmail.com", "github.io"} <= set(domains)
    assert not {"firm.net", "lone.firm.net", "co.uk", "google.com", "harvard.edu", "nonsense"} & set(domains)
    assert (
        "# email-providers 9.9.9 (npm, ISC licence), 3008 names, under this notice:\n#     Copyright (c) somebody\n"
        in text
    )
    assert "# disposable-email-domains 1.2.3 (PyPI, MIT licence), 3 names" in text
    assert "on 2026-11-23." in text


@pytest.mark.usefixtures("nothing_before")
def test_renewing_refuses_a_list_that_was_not_read(tmp_path):
    with pytest.raises(CommandError, match="3000 are the least"):
        renew(package(tmp_path / "in", ["boxes.com"], ["thrown-away.com"]), tmp_path / "out.txt")
    assert not (tmp_path / "out.txt").exists()


def test_renewing_refuses_to_lose_a_fifth_of_what_is_present(tmp_path):
    with pytest.raises(CommandError, match="would be lost"):
        renew(package(tmp_path / "in", MANY, ["thrown-away.com"]), tmp_path / "out.txt")
    assert not (tmp_path / "out.txt").exists()


def test_renewing_refuses_a_missing_package(tmp_path):
    with pytest.raises(CommandError, match="disposable-email-domains"):
        renew(tmp_path, tmp_path / "out.txt")


def test_renewing_refuses_lists_of_ours_that_contradict_each_other():
    with pytest.raises(CommandError, match=r"own_domains\.txt and in never_public\.txt: gmail\.com"):
        renewal.refuse_what_cannot_be(MANY, before=[], own={"gmail.com"}, never={"gmail.com"})
    with pytest.raises(CommandError, match=r"no registrable domains: co\.uk, mail\.yahoo\.com"):
        renewal.refuse_what_cannot_be(MANY, before=[], own={"co.uk"}, never={"mail.yahoo.com"})
