"""Mail that leaves by a server: in a few seconds it is taken, refused, or left for later."""

import asyncio
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum

import aiosmtplib
from aiosmtplib import errors

from ticketing.outbox import ChannelSilent, PermanentFailure, TemporaryFailure

FOR_GOOD = 500  # RFC 5321: from here on, the same message will always be refused


class Security(StrEnum):
    STARTTLS = "starttls"  # refused when the server does not offer it
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str | None = None
    password: str | None = None
    seconds: float = 15.0  # for the whole of it, from the connection to the last answer


@dataclass(frozen=True, slots=True)
class SmtpCarrier:
    """`envelope` is the address to which the network returns what it could not deliver.

    A refusal of this very letter is its own failure; whatever would refuse any letter (connection,
    greeting, certificate, password, sender) is the channel's, and costs no letter its life.
    """

    server: SmtpServer
    envelope: str

    def carry(self, message: EmailMessage, recipient: str) -> None:
        if not recipient.isprintable() or " " in recipient:
            raise PermanentFailure("not an address")
        try:
            asyncio.run(self._within_time(message, recipient))
        except errors.SMTPRecipientsRefused as error:
            raise _refused(error.recipients[0]) from error
        except (errors.SMTPRecipientRefused, errors.SMTPDataError) as error:
            raise _refused(error) from error
        except errors.SMTPNotSupported as error:
            raise ChannelSilent(f"the server cannot: {error.message}") from error
        except (errors.SMTPException, OSError) as error:
            raise ChannelSilent(_words(error)) from error
        except (UnicodeError, ValueError) as error:
            raise PermanentFailure(f"no address for the network: {type(error).__name__}") from error

    async def _within_time(self, message: EmailMessage, recipient: str) -> None:
        # Each answer has its own time-out; a server that trickles obeys them all, hence one for the whole.
        async with asyncio.timeout(self.server.seconds):
            await self._send(message, recipient)

    async def _send(self, message: EmailMessage, recipient: str) -> None:
        server = self.server
        await aiosmtplib.send(
            message,
            sender=self.envelope,
            recipients=[recipient],
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            timeout=server.seconds,
            use_tls=server.security is Security.TLS,
            start_tls=server.security is Security.STARTTLS,
            local_hostname=self.envelope.rpartition("@")[2],
        )


def _refused(
    error: errors.SMTPRecipientRefused | errors.SMTPDataError,
) -> TemporaryFailure | PermanentFailure:
    words = f"{error.code} {error.message}"
    return PermanentFailure(words) if error.code >= FOR_GOOD else TemporaryFailure(words)


def _words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "the server did not answer in time"
    said = f"{error.code} {error.message}" if isinstance(error, errors.SMTPResponseException) else str(error)
    return f"{type(error).__name__}: {said}"
