"""Whether a request comes from a page of this server: another site's must not use our cookie."""

from collections.abc import Sequence


def is_foreign(origins: Sequence[str], hosts: Sequence[str]) -> bool:
    """`origins` and `hosts` are all values of these headers.

    Clients that are no browsers send no Origin, and hold no cookie of somebody else. The scheme
    is not compared: a proxy may speak TLS for us.
    """
    if not origins:
        return False
    return len(origins) > 1 or len(hosts) != 1 or origins[0].partition("://")[2] != hosts[0]
