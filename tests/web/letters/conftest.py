"""What the desk writes, carried to a folder of mail as the worker would."""

from datetime import UTC, datetime, timedelta
from email import policy
from email.parser import BytesParser

import pytest
from sqlmodel import Session, select

from app.assembly import mail_of
from app.delivering import deliver_due
from app.letters.posting import poster
from app.windows import WindowChannel
from ticketing.models import OutgoingMessage


class PostOffice:
    """The channels of this installation, without waiting."""

    def __init__(self, services):
        self.engine, self.folder = services.engine, services.settings.mail_dir
        window = WindowChannel(services.engine, services.windows, poster(timedelta(minutes=2)))
        self.channels = {"web": window, "email": mail_of(services.settings, services.engine)}

    def carry(self, minutes=3):
        """What is due now, then the mail of it some minutes later."""
        now = datetime.now(UTC)
        for channel, moment in (("web", now), ("email", now + timedelta(minutes=minutes))):
            how = {"worker": "w", "now": moment, "channel": channel}
            while deliver_due(self.engine, self.channels, **how):
                pass
        return self.mails()

    def mails(self):
        parser = BytesParser(policy=policy.default)
        found = sorted(self.folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        return [parser.parsebytes(path.read_bytes()) for path in found]

    def rows(self, channel="email"):
        with Session(self.engine) as session:
            return session.exec(select(OutgoingMessage).where(OutgoingMessage.channel == channel)).all()


@pytest.fixture
def post_office(services):
    return PostOffice(services)
