"""Confirming and changing addresses, username and phones."""

from datetime import UTC, datetime, timedelta

import pytest

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.identity.models import Confirmation
from advisor.mail.models import Letter
from advisor.users.models import User
from tests.letters import code_in, link_in

pytestmark = pytest.mark.django_db
CONFIRM = "/profile/confirm/personal/"


def begin(visit, who: str = "olga", address: str = "olga.new@example.com"):
    client = visit(who)
    assert client.post("/profile/personal-email/", {"personal_email": address})["Location"] == CONFIRM
    return client


def olga() -> User:
    return User.objects.get(username="olga")


def test_a_new_personal_email_counts_once_it_is_confirmed_and_the_old_one_is_told(town, visit, post):
    client = begin(visit)
    assert olga().personal_email == "olga@example.com"
    code = code_in(post.to("olga.new@example.com"))
    assert client.post(CONFIRM, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302
    assert olga().personal_email == "olga.new@example.com"
    assert "changed" in post.to("olga@example.com").text
    assert "changed" in post.to("olga@smithcpa.com").text
    verbs = list(Event.objects.filter(about_id=olga().pk).order_by("pk").values_list("verb", flat=True))
    assert verbs == [Verb.EMAIL_CHANGE_ASKED, Verb.EMAIL_CHANGED]


def test_a_new_work_email_on_the_firms_domain_in_the_same_way(town, visit, post):
    client = visit("olga")
    client.post("/profile/work-email/", {"email": "olga.field@smithcpa.com"})
    client.post("/profile/confirm/work/", {"code": code_in(post.to("olga.field@smithcpa.com"))})
    assert olga().email == "olga.field@smithcpa.com"
    assert "changed" in post.to("olga@smithcpa.com").text


def test_changing_an_email_asks_for_a_fresh_proof(town, visit):
    client = visit("olga", fresh=False)
    for address in ("personal-email", "work-email", "username", "edit"):
        answer = client.post(f"/profile/{address}/", {"personal_email": "x@example.com", "email": "x@smithcpa.com"})
        assert answer["Location"].startswith("/sign-in/again/"), address
    assert not Confirmation.objects.exists()


def test_the_code_is_tried_five_times_and_lives_ten_minutes(town, visit, post, time_machine):
    client = begin(visit)
    code = code_in(post.to("olga.new@example.com"))
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert client.post(CONFIRM, {"code": wrong}).status_code == 422
    assert client.post(CONFIRM, {"code": code}).status_code == 422
    client.post(f"{CONFIRM}resend/")
    newest = code_in(post.to("olga.new@example.com"))
    time_machine.move_to(datetime.now(UTC) + timedelta(seconds=1))
    Confirmation.objects.update(sent_at=datetime.now(UTC) - timedelta(minutes=10, seconds=2))
    assert client.post(CONFIRM, {"code": newest}).status_code == 422
    assert olga().personal_email == "olga@example.com"


def test_a_code_is_not_another_persons(town, visit, post):
    begin(visit)
    code = code_in(post.to("olga.new@example.com"))
    assert visit("mona").post(CONFIRM, {"code": code}).status_code == 422
    assert olga().personal_email == "olga@example.com"


def test_the_link_asks_for_a_click_of_the_person_it_was_written_for(town, visit, post):
    client = begin(visit)
    link = link_in(post.to("olga.new@example.com"), "/confirm/")
    for stranger in (visit(), visit("mona")):
        assert stranger.get(link)["Location"] == "/confirm/"
        stranger.head(link)
        stranger.get("/confirm/")
        assert stranger.post("/confirm/").status_code == 422
    assert olga().personal_email == "olga@example.com"
    arrived = client.get(link)
    assert arrived["Location"] == "/confirm/"
    assert "token" not in arrived["Location"]
    assert client.get("/confirm/").status_code == 200
    assert olga().personal_email == "olga@example.com"
    assert client.post("/confirm/").status_code == 302
    assert olga().personal_email == "olga.new@example.com"


def test_a_link_works_once_dies_with_a_new_one_and_after_a_day(town, visit, post):
    client = begin(visit)
    first = link_in(post.to("olga.new@example.com"), "/confirm/")
    client.post(f"{CONFIRM}resend/")
    second = link_in(post.to("olga.new@example.com"), "/confirm/")
    client.get(first)
    assert "This link no longer works" in client.get("/confirm/").content.decode()
    assert client.post("/confirm/").status_code == 422
    client.get(second)
    Confirmation.objects.update(sent_at=datetime.now(UTC) - timedelta(hours=24, seconds=1))
    assert client.post("/confirm/").status_code == 422
    Confirmation.objects.update(sent_at=datetime.now(UTC) - timedelta(hours=23, minutes=59))
    assert client.post("/confirm/").status_code == 302
    client.get(second)
    assert client.post("/confirm/").status_code == 422


def test_only_a_digest_of_code_and_link_is_stored(town, visit, post):
    begin(visit)
    letter = post.to("olga.new@example.com")
    row = str(Confirmation.objects.values().get())
    assert code_in(letter) not in row
    assert link_in(letter, "/confirm/").rstrip("/").rpartition("/")[2] not in row


def test_there_is_nothing_to_send_again_once_both_are_confirmed(town, visit):
    client = visit("olga")
    assert client.post(f"{CONFIRM}resend/")["Location"] == "/profile/"
    assert not Letter.objects.exists()


def test_an_unconfirmed_address_gets_its_code_again(town, visit, post):
    client = visit("fred")
    assert client.post("/profile/confirm/work/resend/")["Location"] == "/profile/confirm/work/"
    client.post("/profile/confirm/work/", {"code": code_in(post.to("fred@youngbooks.com"))})
    assert User.objects.get(username="fred").email_confirmed_at


def test_the_address_one_has_is_not_asked_again(town, visit):
    answer = visit("olga").post("/profile/personal-email/", {"personal_email": "Olga@example.com"})
    assert answer.status_code == 422
    assert "This is your personal email already." in answer.content.decode()


def test_a_changed_username_is_told_and_signs_in(town, visit, post):
    assert visit("olga").post("/profile/username/", {"username": "Olga.Field"}).status_code == 302
    assert User.objects.filter(username="olga.field").exists()
    for address in ("olga@smithcpa.com", "olga@example.com"):
        assert "olga.field" in post.to(address).text


def test_a_taken_username_is_refused_and_what_was_typed_stays(town, visit):
    answer = visit("olga").post("/profile/username/", {"username": "mona"})
    assert answer.status_code == 422
    assert 'value="mona"' in answer.content.decode()
    assert olga().pk == town.olga.user.pk


def test_a_new_cell_phone_is_told_and_a_new_name_is_not(town, visit, post):
    values = {"first_name": "Olga", "last_name": "Feld", "work_phone": "(212) 555-0101", "cell_phone": "212 555 0102"}
    visit("olga").post("/profile/edit/", values)
    assert olga().last_name == "Feld"
    assert Letter.objects.count() == 0
    visit("olga").post("/profile/edit/", values | {"cell_phone": "212.555.0199"})
    assert str(olga().cell_phone) == "+12125550199"
    assert "cell phone" in post.to("olga@example.com").text.lower()


def test_the_profile_says_what_is_not_confirmed(town, visit):
    page = visit("fred").get("/profile/").content.decode()
    assert page.count("Not confirmed") == 2
    assert "/profile/confirm/work/" in page
    assert "Young Books" in page


def test_the_personal_email_is_another_mailbox_than_the_work_email(town, visit):
    answer = visit("sam").post("/profile/personal-email/", {"personal_email": "Sam@SmithCPA.com"})
    assert answer.status_code == 422
    assert "Enter an email other than your work email" in answer.content.decode()
    assert not Confirmation.objects.filter(user=town.sam.user).exists()
