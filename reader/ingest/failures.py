"""What went wrong on the network, in words: the cause and the next step, never the server's own.

Reason phrases, header values and exception texts may come from a hostile server; none of them
is shown.
"""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
import sys
from http import HTTPStatus

from reader.text import clean

_STATUS = {
    400: "it does not understand the request; check the address",
    401: "it asks for a name and password; put them in the address (https://name:password@host/)",
    402: "it asks for money",
    403: "it refuses to give this to us; open the site in a browser to see why",
    404: "the {thing} is no longer there; check the address or look for it on the site",
    406: "it has nothing that we can read at this address; check the address",
    407: "the proxy asks for a name and password; put them in the proxy's address",
    408: "it lost patience; try again later",
    410: "the {thing} is gone for good; look for a new one on the site",
    421: "this is not the server for that name; check the address",
    429: "it was asked too often; try again later",
    451: "it is not allowed to show this",
    500: "something broke there; try again later",
    502: "something broke behind it; try again later",
    503: "it is overloaded or under repair; try again later",
    504: "something behind it does not answer; try again later",
}
_CHALLENGE = "it wants to see a browser (a Cloudflare check), which no newsreader passes"


def status_words(
    status: int, thing: str = "feed", *, challenge: bool = False, wait: int | None = None
) -> str:
    """ "the server answered 404 Not Found: the feed is no longer there; ..." """
    try:
        name = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        name = str(status)
    if challenge:
        return f"the server answered {name}: {_CHALLENGE}; open the site in a browser"
    if wait and status in (429, 503):
        return f"the server answered {name}: it asks us to come back in {_duration(wait)}"
    if status in _STATUS:
        return f"the server answered {name}: {_STATUS[status].format(thing=thing)}"
    if status >= 500:
        return f"the server answered {name}: something broke there; try again later"
    if status >= 400:
        return f"the server answered {name}: it refuses the request; check the address"
    return f"the server answered {name}, which is no answer to our question; check the address"


def _duration(seconds: int) -> str:
    if seconds > 60:
        seconds += -seconds % 60  # 59 minutes and a half are an hour
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            amount = -(-seconds // size)
            return f"{amount} {name}{'' if amount == 1 else 's'}"
    return f"{seconds} seconds"


def cause(error: BaseException) -> BaseException:
    """The error underneath those that urllib3 wraps around it."""
    from urllib3.exceptions import HTTPError

    while isinstance(error, HTTPError) and error.__cause__ is not None:
        error = error.__cause__
    return error


def is_offline(error: BaseException) -> bool:
    """Whether the error may mean that this machine has no network at all."""
    error = cause(error)
    if isinstance(error, socket.gaierror):
        unsure = {socket.EAI_AGAIN, getattr(socket, "EAI_FAIL", socket.EAI_AGAIN)}
        # glibc tells "no such name" from "nobody to ask"; the others say the first for both.
        return error.errno in unsure or not sys.platform.startswith("linux")
    return isinstance(error, OSError) and error.errno in (errno.ENETUNREACH, errno.ENETDOWN)


def refused_tls(error: BaseException) -> bool:
    """Whether a server was not there for https, so that a guessed https may be tried as http."""
    error = cause(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return False
    return isinstance(error, ssl.SSLError | ConnectionError | http.client.RemoteDisconnected)


def network_words(error: BaseException, host: str) -> str:
    """The cause and the next step for an exception of a socket, of TLS or of HTTP."""
    error = cause(error)
    if isinstance(error, socket.gaierror):
        if is_offline(error):
            return f"the name {host} cannot be looked up; check your network"
        return f"the host name {host} is not known; check the spelling"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate of {host} is not valid ({_certificate(error)}); it is not trusted"
    if isinstance(error, ssl.SSLError):
        return f"{host} does not speak TLS properly; check whether the address begins with http:"
    if isinstance(error, ConnectionRefusedError):
        return f"{host} refused the connection; check the address and the port"
    if isinstance(error, TimeoutError):
        return f"{host} did not answer in time; try again later"
    if isinstance(error, http.client.IncompleteRead):
        return "the server sent only a part of its answer; try again later"
    if isinstance(error, http.client.RemoteDisconnected | ConnectionError):
        return f"{host} closed the connection without an answer; try again later"
    if isinstance(error, OSError) and not isinstance(error, http.client.HTTPException):
        return _system_words(error, host)
    return f"{host} sent something that is no HTTP answer; check the address and the port"


def _system_words(error: OSError, host: str) -> str:
    if error.errno in (errno.ENETUNREACH, errno.ENETDOWN):
        return f"there is no way to {host} from here; check your network"
    if error.errno in (errno.EHOSTUNREACH, errno.EHOSTDOWN):
        return f"{host} cannot be reached; check your network and the address"
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return "too many files are open on this machine; lower `parallel` in the settings"
    said = f" ({clean(error.strerror, 80)})" if error.strerror else ""
    return f"the connection to {host} failed{said}; try again later"


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    words = {
        10: "it has expired",
        9: "it is not valid yet",
        18: "it is signed by itself",
        19: "it is signed by an authority nobody knows",
        20: "it is signed by an authority nobody knows",
        62: "it is for another host",
        64: "it is for another host",
    }
    return words.get(error.verify_code, "it does not pass the check")
