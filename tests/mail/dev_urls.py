"""The addresses as they are with DEBUG: the letters of development besides the site."""

from django.urls import include, path

from advisor.mail.preview import urlpatterns as mail_urlpatterns
from advisor.urls import urlpatterns as site_urlpatterns

urlpatterns = [path("dev/mail/", include((mail_urlpatterns, "mail"))), *site_urlpatterns]

handler404 = "advisor.answers.not_found"
