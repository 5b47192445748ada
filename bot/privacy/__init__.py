"""Takes personal data out of what a parent writes, before anything else sees it."""

from bot.privacy.findings import PLACEHOLDERS, Finding, Redacted
from bot.privacy.redaction import redact

__all__ = ["PLACEHOLDERS", "Finding", "Redacted", "redact"]
