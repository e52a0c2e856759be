"""Everything raised on purpose.

GongkaiError
├── ConfigurationError    one of our own files (form, lookup, registry, gazetteer) is wrong: the run stops
├── UsageError            the command was called with something that cannot work: exit status 2
└── ReportError           one document cannot be read: it is recorded with the reason, the run goes on

A publisher's wrong sum is none of these: it is a ``Finding`` and gets published.
"""


class GongkaiError(Exception):
    """Root of everything this program raises on purpose; its text is written for the reader."""


class ConfigurationError(GongkaiError):
    """One of the project's own files is wrong; nothing can be trusted, so the run stops."""


class UsageError(GongkaiError):
    """The command was called with something that cannot work."""


class ReportError(GongkaiError):
    """One document cannot be read as an annual report; the text is the reason, in Chinese."""
