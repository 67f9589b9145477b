"""The editor of client permissions: grouped, explained, and off with a reason where something cannot be given."""

from advisor.forms import ActionForm
from advisor.permissions import ClientPermission
from clients.forms.permissions import NOT_HELD, ClientPermissionsField, not_held
from tests.town import PAY, PEOPLE, TAXES, THIRD

PAYROLL = ClientPermission.offered("payroll")


class Editor(ActionForm):
    permissions = ClientPermissionsField(required=False)


def editor(data=None, offered=PAYROLL, off=None, **kwargs) -> Editor:
    form = Editor(data, **kwargs)
    form.fields["permissions"].only(offered, off)
    return form


def box(form: Editor, permission: ClientPermission) -> str:
    """The HTML of one option."""
    html = str(form["permissions"])
    return next(part for part in html.split('<div class="option">') if f'value="{permission.codename}"' in part)


def test_what_is_ticked_is_a_mask():
    form = editor({"permissions": ["make_payments", "manage_taxes"]})
    assert form.is_valid()
    assert form.cleaned_data["permissions"] == PAY | TAXES


def test_nothing_is_ticked_until_somebody_ticks_it():
    assert "checked" not in str(editor()["permissions"])
    assert "checked" in box(editor(initial={"permissions": PAY}), PAY)
    assert "checked" not in box(editor(initial={"permissions": PAY}), TAXES)


def test_every_permission_stands_in_its_group_with_its_sentence():
    html = str(editor()["permissions"])
    assert [html.index(f"<legend>{group}</legend>") for group in ("Settings", "Payments", "Taxes", "Company HR")]
    for permission in PAYROLL:
        assert permission.sentence.replace("'", "&#x27;") in box(editor(), permission)


def test_only_what_the_product_has_is_offered_and_taken():
    assert "manage_benefits" not in str(editor()["permissions"])
    form = editor({"permissions": ["manage_benefits"]})
    assert form.errors["permissions"] == ["Choose among the permissions on this page"]


def test_what_cannot_be_given_is_off_with_the_reason_and_never_ticked():
    off = not_held(held=PAY | PEOPLE, offered=PAYROLL, present=PAY)
    assert set(off) == {permission.codename for permission in PAYROLL & ~PAY & ~PEOPLE}
    shown = box(editor({"permissions": ["manage_taxes", "make_payments"]}, off=off), TAXES)
    assert "disabled" in shown
    assert "checked" not in shown
    assert NOT_HELD in shown
    assert "checked" in box(editor({"permissions": ["manage_taxes", "make_payments"]}, off=off), PAY)


def test_what_is_there_can_be_taken_by_who_does_not_hold_it():
    assert not_held(held=PAY, offered=PAY | THIRD, present=THIRD) == {}


def test_one_form_does_not_change_another():
    editor(off={"make_payments": "No."}, offered=PAY)
    assert "manage_taxes" in str(editor()["permissions"])
    assert "disabled" not in str(editor()["permissions"])
