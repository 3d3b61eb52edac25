"""The toy field with one document that only the board may see."""

from dataclasses import replace

from tests import toy_domain

HIDDEN = "2.0"  # the version of the Kettle that the board alone may see

DOMAIN = replace(toy_domain.DOMAIN, access=lambda notes: "board" if notes.version == HIDDEN else "public")
