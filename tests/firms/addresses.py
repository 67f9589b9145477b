"""What every work address must be, whatever was typed: for the tests of the domain rule."""

from publicsuffixlist import PublicSuffixList

from firms.domains import NotAWorkAddress, is_public, work_address

REFERENCE = PublicSuffixList(accept_unknown=False, only_icann=True)


def address_or_none(text):
    try:
        return work_address(text)
    except NotAWorkAddress:
        return None


def assert_canonical(address):
    local, at, host = address.address.partition("@")
    assert (at, address.address.isascii(), "@" in host) == ("@", True, False)
    assert 0 < len(local) <= 64
    assert len(address.address) <= 254
    assert host == host.lower()
    assert not host.endswith(".")
    assert host == address.domain or host.endswith(f".{address.domain}")
    assert REFERENCE.privatesuffix(host) == address.domain
    assert REFERENCE.publicsuffix(address.domain)
    assert work_address(address.address) == address
    assert address.key == address.address.lower()
    assert is_public(address.domain) in {True, False}
