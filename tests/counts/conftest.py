"""An empty database of each kind, as the contacts' tests have it."""

from tests.contacts.conftest import empty  # noqa: F401  a fixture
from tests.postgres import postgres  # noqa: F401  a fixture
