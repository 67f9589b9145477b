"""The front door: everybody to where they belong, and an answer whatever the database does."""

import pytest
from django.urls import reverse


def test_the_process_answers_without_asking_the_database(client):
    answer = client.get(reverse("home:livez"))
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "where"), [(None, "/welcome/"), ("sam", "/dashboard/"), ("fred", "/dashboard/")])
def test_the_front_door_leads_each_to_their_place(town, visit, who, where):
    assert visit(who).get("/")["Location"] == where


@pytest.mark.django_db
def test_whoever_is_in_no_firm_is_told_what_to_do(town, visit):
    assert "You are not in a firm" in visit("nora").get("/").content.decode()
    assert "Support desk" in visit("gus").get("/").content.decode()


@pytest.mark.django_db
def test_the_checklist_shows_what_is_done(town, visit):
    assert "First steps" not in visit("olga").get("/dashboard/").content.decode()
    assert "0 of 3 done" not in visit("rita").get("/dashboard/").content.decode()
    assert "1 of 3 done" in visit("rita").get("/dashboard/").content.decode()
    young = visit("fred").get("/dashboard/").content.decode()
    assert "0 of 3 done" in young


@pytest.mark.django_db
def test_model_permissions_count_at_the_desk_only(town):
    assert not town.sam.user.has_perm("firms.view_firm")
    assert town.root.has_perm("firms.view_firm")


@pytest.mark.django_db
def test_every_page_carries_the_strict_policy(town, visit):
    headers = visit("olga").get("/firm/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
