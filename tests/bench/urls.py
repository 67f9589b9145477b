"""The site, and beside it the two references that its list is measured against."""

from django.urls import include, path

from tests.bench import references

urlpatterns = [
    path("bench/ordinary/", references.ordinary),
    path("bench/bare/", references.bare),
    path("bench/bare/<int:firm>/<int:member>/", references.bare_for_anybody),
    path("", include("advisor.urls")),
]
