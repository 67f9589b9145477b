"""The letters about somebody's own account."""

from advisor.mail.outbox import LetterKind

confirm_address = LetterKind("confirm_address", "You get this because this address was entered on Advisor Dashboard.")
address_changed = LetterKind("address_changed", "You get this because this was your address on Advisor Dashboard.")
reset_password = LetterKind("reset_password", "You get this because a password reset was asked for your account.")
forgot_username = LetterKind("forgot_username", "You get this because your username was asked for.")
security_notice = LetterKind("security_notice", "You get this because it concerns the safety of your account.")
