"""The company's own people."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from advisor.forms import ActionForm, pressed, shown
from advisor.limits import limited
from advisor.permissions import LETS_FIRMS_IN
from clients.actions import contacts as acts
from clients.actions.granting import resend_offer
from clients.company.forms import ContactForm, NewContactForm
from clients.company.gates import Insider, in_company, over_contact, over_contact_invitation
from clients.company.pages.contacts import contact_page, contacts_page
from clients.models import Contact, ContactInvitation
from invitations.actions import withdraw as take_back


@in_company(methods="GET")
def contacts(request: HttpRequest, insider: Insider) -> HttpResponse:
    """Contacts: everybody inside sees who they are."""
    return render(request, "company/contacts.html", contacts_page(insider, request.GET))


@limited("invite")
@in_company(LETS_FIRMS_IN)
def invite(request: HttpRequest, insider: Insider) -> HttpResponse:
    """Invite contact."""
    data = request.POST if request.method == "POST" else None
    form = NewContactForm(data, client=insider.client, held=insider.permissions)
    if form.is_valid() and form.attempt(
        acts.invite_contact, insider.client, **form.cleaned_data, by=insider.by, held=insider.permissions
    ):
        messages.success(request, f"{form.result} was invited.")
        return redirect("company:contacts", insider.client.code)
    return shown(request, "company/invite_contact.html", form, client=insider.client)


@over_contact()
def edit(request: HttpRequest, insider: Insider, contact: Contact) -> HttpResponse:
    """Title and permissions of a contact."""
    known = {"title": contact.title, "permissions": contact.permissions}
    may = {"offered": insider.client.offered, "held": insider.permissions, "present": contact.permissions}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=known, **may)
    signed = {"by": insider.by, "held": insider.permissions, "seen": request.POST.get("seen")}
    if form.is_valid() and form.attempt(acts.change_contact, contact, **form.cleaned_data, **signed):
        messages.success(request, f"{contact}'s title and permissions are saved.")
        return redirect("company:contacts", insider.client.code)
    return shown(request, "company/contact.html", form, **contact_page(insider, contact))


@over_contact()
def remove(request: HttpRequest, insider: Insider, contact: Contact) -> HttpResponse:
    """Remove a contact: the page says what ends, the button does it."""
    you = contact == insider.by
    form = ActionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(acts.remove_contact, contact, by=insider.by):
        if you:
            return redirect("home:landing")
        messages.success(request, f"{contact} is no longer a contact of {insider.client}.")
        return redirect("company:contacts", insider.client.code)
    return shown(request, "company/remove_contact.html", form, client=insider.client, contact=contact, you=you)


@limited("invite")
@over_contact_invitation()
def resend(request: HttpRequest, insider: Insider, invitation: ContactInvitation) -> HttpResponse:
    """Resend invite: new link, new seven days."""
    signed = {"by": insider.by, "held": insider.permissions}
    pressed(request, f"A new invitation to {invitation} is on its way.", resend_offer, invitation, **signed)
    return redirect("company:contacts", insider.client.code)


@over_contact_invitation()
def withdraw(request: HttpRequest, insider: Insider, invitation: ContactInvitation) -> HttpResponse:
    """Withdraw."""
    pressed(request, f"The invitation of {invitation} was withdrawn.", take_back, invitation, by=insider.by)
    return redirect("company:contacts", insider.client.code)
