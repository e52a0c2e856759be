"""Where readers can write to: one address from the environment, and what follows from it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Final

from generator.site.places import Place
from generator.site.safe import web_link

VARIABLE: Final = "GONGKAI_CONTACT_URL"

_ISSUES = re.compile(r"(https://github\.com/[\w.-]+/[\w.-]+/issues)/new(?:/choose)?/?")
_MAIL = re.compile(r"mailto:([\w.+-]+@[\w-]+(?:\.[\w-]+)+)")


@dataclass(frozen=True, slots=True)
class Contact:
    """``url`` is where to write, ``forms`` where issue forms open with fields filled in, ``mail`` an address."""

    url: str = ""
    forms: str = ""
    mail: str = ""

    def form(self, template: str) -> str:
        """Return the address of one of our issue forms, else where to write."""
        return f"{self.forms}?template={template}.yml" if self.forms else self.url


@dataclass(frozen=True, slots=True)
class ContactView:
    """The part of a hand-written page that says where to write."""

    place: Place
    contact: Contact


def contact() -> Contact:
    """Return the configured contact; without one, or with an odd one, all is empty."""
    return contact_of(os.environ.get(VARIABLE, ""))


def contact_of(address: str) -> Contact:
    """Return what follows from one address: a mailbox, a repository's issues, or some page."""
    mail = _MAIL.fullmatch(address)
    if mail:
        return Contact(url=address, mail=mail[1])
    issues = _ISSUES.fullmatch(address)
    return Contact(url=web_link(address), forms=f"{issues[1]}/new" if issues else "")
