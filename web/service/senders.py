"""Who asks."""

from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address

# Whose request is being answered, as `network_of` gives it.
sender: ContextVar[str] = ContextVar("sender", default="")


def network_of(address: str) -> str:
    """An address as one sender: of IPv6 the first half, since a household has the rest."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address) and not known.ipv4_mapped:
        return known.exploded[:19]
    return str(getattr(known, "ipv4_mapped", None) or known)
