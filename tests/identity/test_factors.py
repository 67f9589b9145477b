"""Second factors: setting up, using, removing; sealed in the database, told by letter."""

import json
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.db import connection

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.identity import factors
from advisor.identity.proof_forms import PASSKEY_REFUSED
from tests.town import PASSWORD, give_app

pytestmark = pytest.mark.django_db
APP = "/security/two-step/app/"
CODES = "/security/two-step/codes/"


def code_of(secret: str, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def secret_on(page: str) -> str:
    return re.search(r"<code>([A-Z2-7 ]{32,})</code>", page).group(1).replace(" ", "")


def set_up(client) -> tuple[str, list[str]]:
    """Through the page; gives the secret and the recovery codes."""
    secret = secret_on(client.get(APP).content.decode())
    answer = client.post(APP, {"code": code_of(secret)})
    assert answer.status_code == 200, answer.content.decode()
    return secret, re.findall(r"<li>(\d{8})</li>", answer.content.decode())


def test_setting_up_an_app_shows_ten_recovery_codes_once(town, visit, post):
    client = visit("olga")
    _, codes = set_up(client)
    assert len(codes) == 10
    for address in (CODES, "/security/", APP):
        page = client.get(address, follow=True).content.decode()
        assert not any(code in page for code in codes), address
    assert Event.objects.filter(verb=Verb.TWO_STEP_ON, about_id=town.olga.user.pk).count() == 1
    for address in ("olga@smithcpa.com", "olga@example.com"):
        assert "authenticator app" in post.to(address).text


def test_the_secret_outlives_a_refresh_and_a_wrong_code(town, visit):
    client = visit("olga")
    first = secret_on(client.get(APP).content.decode())
    wrong = client.post(APP, {"code": "000000"})
    assert wrong.status_code == 422
    assert secret_on(wrong.content.decode()) == first
    assert secret_on(client.get(APP).content.decode()) == first


def test_secrets_are_sealed_in_the_database_also_while_they_wait(town, visit):
    client = visit("olga")
    secret = secret_on(client.get(APP).content.decode())
    waiting = str(Session.objects.get(session_key=client.session.session_key).get_decoded())
    assert "mfa.totp.secret" in waiting
    assert secret not in waiting
    client.post(APP, {"code": code_of(secret)})
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text, data->>'secret' FROM mfa_authenticator WHERE type = 'totp'")
        stored = cursor.fetchall()
    assert not [row for row in stored if secret in row[0]]
    assert all(row[1].startswith("gAAAA") for row in stored)
    assert "mfa.totp.secret" not in client.session


def test_signing_in_asks_for_the_second_step_and_takes_each_code_once(town, visit):
    secret = give_app(town.olga.user)
    code = code_of(secret)
    for expected in (302, 422):
        client = visit()
        answer = client.post("/sign-in/", {"login": "olga", "password": PASSWORD, "next": "/firm/"})
        assert answer["Location"] == "/sign-in/two-step/"
        assert client.get("/dashboard/").status_code == 302
        assert client.get("/sign-in/two-step/").status_code == 200
        assert client.post("/sign-in/two-step/", {"code": code}).status_code == expected


def test_a_recovery_code_works_once(town, visit):
    codes = factors.add_app(town.olga.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", by=town.olga.user)
    for expected in (302, 422):
        client = visit()
        client.post("/sign-in/", {"login": "olga", "password": PASSWORD})
        assert client.post("/sign-in/two-step/", {"code": f"{codes[0][:4]} {codes[0][4:]}"}).status_code == expected


def test_new_recovery_codes_kill_the_old_ones_and_are_told(town, visit, post):
    old = factors.add_app(town.olga.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", by=town.olga.user)
    client = visit("olga")
    client.head(CODES)
    client.get(CODES)
    page = client.post(CODES).content.decode()
    new = re.findall(r"<li>(\d{8})</li>", page)
    assert len(new) == 10
    assert not set(new) & set(old)
    assert f"%0A{new[0]}%0A" in page
    signing_in = visit()
    signing_in.post("/sign-in/", {"login": "olga", "password": PASSWORD})
    assert signing_in.post("/sign-in/two-step/", {"code": old[0]}).status_code == 422
    assert signing_in.post("/sign-in/two-step/", {"code": new[0]}).status_code == 302
    assert "recovery codes" in post.to("olga@example.com").text


def test_recovery_codes_alone_cannot_be_made(town, visit):
    answer = visit("olga").post(CODES)
    assert answer.status_code == 422
    assert "Add an authenticator app or a passkey first" in answer.content.decode()


def test_removing_the_app_removes_the_codes_with_it_and_is_told(town, visit, post):
    factors.add_app(town.olga.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", by=town.olga.user)
    client = visit("olga")
    assert client.get(f"{APP}remove/").status_code == 200
    client.post(f"{APP}remove/")
    assert not Authenticator.objects.filter(user=town.olga.user).exists()
    assert Event.objects.filter(verb=Verb.TWO_STEP_OFF).count() == 1
    assert "removed" in post.to("olga@example.com").text
    assert client.post(f"{APP}remove/").status_code == 422


def test_every_change_of_a_factor_or_the_password_asks_for_a_proof(town, visit):
    factors.add_app(town.olga.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", by=town.olga.user)
    before = list(Authenticator.objects.values())
    client = visit("olga", fresh=False)
    for address in (APP, f"{APP}remove/", CODES, "/security/passkeys/add/"):
        assert client.post(address, {"code": "1"})["Location"].startswith("/sign-in/again/"), address
        assert client.get(address)["Location"].startswith("/sign-in/again/"), address
    wrong = client.post("/security/password/", {"oldpassword": "wrong", "password1": "another-Horse-battery-9"})
    assert wrong.status_code == 422
    assert list(Authenticator.objects.values()) == before


def test_a_passkey_is_only_ones_own(town, visit):
    theirs = Authenticator.objects.create(user=town.rita.user, type="webauthn", data={"name": "Laptop"})
    client = visit("olga")
    for act in ("name", "remove"):
        for number in (theirs.pk, 10**30, 0):
            assert client.get(f"/security/passkeys/{number}/{act}/").status_code == 404
            assert client.post(f"/security/passkeys/{number}/{act}/", {"name": "x"}).status_code == 404
    assert Authenticator.objects.get(pk=theirs.pk).data["name"] == "Laptop"


def test_a_passkey_is_renamed_and_removed_by_its_owner_and_removal_is_told(town, visit, post):
    own = Authenticator.objects.create(user=town.olga.user, type="webauthn", data={"name": "Laptop"})
    client = visit("olga")
    client.post(f"/security/passkeys/{own.pk}/name/", {"name": "Office laptop"})
    assert "Office laptop" in client.get("/security/").content.decode()
    client.post(f"/security/passkeys/{own.pk}/remove/")
    assert not Authenticator.objects.exclude(type="totp").filter(user=town.olga.user).exists()
    assert "Office laptop" in post.to("olga@example.com").text


ANSWERS = ["", "{}", "[]", "1", "null", '"x"', "{", '{"id": 1}', '{"response": "x"}', '{"rawId": "AA", "response": {}}']
ANSWERS += [
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "AA", name: value}})
    for name in ("attestationObject", "authenticatorData", "userHandle", "signature")
    for value in ("", "AA", "!!", 5, None, [], "o2NmbXRk")
]


@pytest.mark.parametrize("address", ["/security/passkeys/add/", "/sign-in/again/passkey/"])
def test_whatever_a_browser_answers_the_worst_is_a_sentence(town, visit, address):
    Authenticator.objects.create(user=town.olga.user, type="webauthn", data={"name": "x", "credential": {}})
    Authenticator.objects.filter(type="webauthn").delete()
    client = visit("olga")
    client.get(address)
    for answer in ANSWERS:
        given = client.post(address, {"credential": answer, "name": "x"})
        assert given.status_code in (302, 422), (answer, given.status_code)
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_whatever_a_browser_answers_at_sign_in_leads_back_with_a_sentence(town, visit, settings):
    settings.MFA_RATE_LIMITS = False
    client = visit()
    client.get("/sign-in/passkey/", headers={"accept": "application/json"})
    for answer in ANSWERS[1:]:
        given = client.post("/sign-in/passkey/", {"credential": answer})
        assert (given.status_code, given["Location"]) == (302, "/sign-in/"), answer
    assert PASSKEY_REFUSED in client.get("/sign-in/").content.decode()


def test_a_firm_that_requires_two_step_leads_to_it_and_nowhere_else(town, visit):
    client = visit("olga")
    client.post("/firm/security/", {"required": "yes"})
    town.smith.refresh_from_db()
    assert town.smith.two_step_required_at
    sam = visit("sam")
    for address in ("/dashboard/", "/profile/", "/security/", "/firm/", CODES, "/security/password/"):
        assert sam.get(address)["Location"] == "/firm/two-step/", address
    assert sam.get(APP).status_code == sam.get("/security/passkeys/add/").status_code == 200
    set_up(sam)
    assert sam.get("/dashboard/").status_code == 200
