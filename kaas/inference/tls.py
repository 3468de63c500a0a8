"""Who a model server must be, and who we are to it."""

import ssl


def tls_context(*, authority: str, certificate: str, certificate_key: str) -> ssl.SSLContext | None:
    """What to believe and to show in https, from paths of PEM files. None when none is given: the system's own trust.

    authority: whose servers are believed, and no others. certificate, certificate_key: shown to a server that asks who we
    are; both or neither. Raises ValueError in words for the operator.
    """
    if not (authority or certificate or certificate_key):
        return None
    if bool(certificate) != bool(certificate_key):
        raise ValueError("a certificate for model servers needs its key, and the key its certificate")
    try:
        context = ssl.create_default_context(cafile=authority or None)
        if certificate:
            context.load_cert_chain(certificate, certificate_key)
    except (OSError, ssl.SSLError) as error:
        raise ValueError(f"the certificates for model servers cannot be used: {error}") from error
    return context
