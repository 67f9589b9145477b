"""Every address of the site."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, register_converter

from advisor.desk.site import desk
from advisor.identity.urls import library_urlpatterns
from advisor.mail.preview import urlpatterns as mail_urlpatterns
from clients.codes import Code

register_converter(Code, "code")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("advisor.home.urls")),
    path("", include("clients.urls")),
    path("company/<code:code>/", include("clients.company.urls")),
    path("", include("firms.urls")),
    path("", include("invitations.urls")),
    path("", include("advisor.identity.urls")),
    *library_urlpatterns,
    path("help/", include("advisor.help.urls")),
    path("desk/", desk.urls),
]
if settings.DEBUG:
    urlpatterns.append(path("dev/mail/", include((mail_urlpatterns, "mail"))))

handler400 = "advisor.answers.bad_request"
handler403 = "advisor.answers.not_permitted"
handler404 = "advisor.answers.not_found"
handler429 = "advisor.limits.too_many_of_all"
handler500 = "advisor.answers.broken"
