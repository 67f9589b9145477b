"""Help, for members and for visitors."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from advisor.help import articles
from advisor.home.gates import passing_by
from advisor.users.models import User
from firms.models import Member


@passing_by()
def index(request: HttpRequest, person: User | None, member: Member | None) -> HttpResponse:
    """Every article, or those that hold the words searched for."""
    query = request.GET.get("q", "").strip()[:100]
    found = articles.search(query)
    return render(request, "help/index.html", {"q": query, "groups": articles.grouped(found), "found": len(found)})


@passing_by()
def article(request: HttpRequest, person: User | None, member: Member | None, slug: str) -> HttpResponse:
    found = articles.article(slug)
    if found is None:
        raise Http404
    return render(request, "help/article.html", {"article": found})
