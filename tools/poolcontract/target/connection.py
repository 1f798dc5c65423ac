"""One connection to a target: resolved once, connected to an address that was looked at, TLS verified."""

from __future__ import annotations

import socket
import ssl
import threading
from pathlib import Path

from poolcontract.errors import TargetError, UsageError
from poolcontract.target.address import Target, is_address
from poolcontract.target.answer import Deadline, Unanswered

_PROTOCOL = "http/1.1"


def verifying(ca_bundle: Path | None = None) -> ssl.SSLContext:
    """TLS that verifies certificate and name by the system's authorities and those of a PEM file.

    There is no way to switch it off, and the keys of a session are written nowhere. Raises `UsageError` for a
    file that is no bundle.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_default_certs()
    context.set_alpn_protocols([_PROTOCOL])
    if ca_bundle is not None:
        try:
            context.load_verify_locations(cafile=ca_bundle)
        except ssl.SSLError as error:
            raise UsageError(
                f"--ca-bundle {ca_bundle}: it holds no certificate in the form of PEM"
            ) from error
        except OSError as error:
            raise UsageError(f"--ca-bundle {ca_bundle}: cannot be read: {error.strerror}") from error
    return context


def connected(target: Target, deadline: Deadline, tls: ssl.SSLContext | None) -> socket.socket:
    """An open connection; raises `Unanswered`, or `TargetError` where a name leads to an address it may not.

    A name is resolved once, and every address that it has is looked at: so nobody can give it another one
    between the look and the connection.
    """
    addresses = _addresses(target, deadline)
    strange = next((each for each in addresses if not target.may_lead_to(each)), None)
    if strange is not None:
        wanted = "not loopback" if target.kind == "loopback" else "no private address"
        raise TargetError(f"{target.host} leads to {strange}, which is {wanted}; nothing was sent")
    connection = _opened(addresses, target.port, deadline)
    return connection if tls is None else _secured(connection, target, deadline, tls)


def _addresses(target: Target, deadline: Deadline) -> list[str]:
    """Every address of the host; the resolver has no deadline of its own, so it is waited for in a thread."""
    if is_address(target.host):
        return [target.host]
    found: list[str] = []

    def resolve() -> None:
        try:
            infos = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(str(info[4][0]) for info in infos))

    thread = threading.Thread(target=resolve, daemon=True)
    thread.start()
    thread.join(deadline.left())
    if not found:
        raise Unanswered("timeout" if thread.is_alive() else "dns")
    return list(found)


def _opened(addresses: list[str], port: int, deadline: Deadline) -> socket.socket:
    """A connection to the first address that takes one."""
    for address in addresses[:-1]:
        try:
            return socket.create_connection((address, port), deadline.left())
        except OSError:
            continue
    try:
        return socket.create_connection((addresses[-1], port), deadline.left())
    except OSError as error:
        raise Unanswered("connect") from error


def _secured(
    connection: socket.socket, target: Target, deadline: Deadline, tls: ssl.SSLContext
) -> socket.socket:
    try:
        connection.settimeout(deadline.left())
        return tls.wrap_socket(connection, server_hostname=target.host)
    except ssl.SSLCertVerificationError as error:
        raise Unanswered("tls-certificate") from error
    except TimeoutError as error:
        raise Unanswered("timeout") from error
    except OSError as error:
        raise Unanswered("tls") from error
    finally:
        # the wrapped socket has taken the file descriptor over; where wrapping failed nobody else closes it
        connection.close()
