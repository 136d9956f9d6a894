"""Templates that are compiled once while a process lives, however often their environment is made anew."""

from __future__ import annotations

from types import CodeType

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Compiled templates by the text they were compiled from; nothing of it is ever written.

    What else an environment puts into the code is what compiles it, and `spoken`: whatever the words depend on that
    are folded into it, nothing where it has none (`Folded`).
    """

    def __init__(self) -> None:
        self._known: dict[object, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the bucket what is known of its text."""
        bucket.code = self._known.get(_of(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if bucket.code is not None:
            self._known[_of(bucket)] = bucket.code


def _of(bucket: Bucket) -> object:
    environment: Environment = bucket.environment
    return bucket.key, bucket.checksum, environment.code_generator_class, getattr(environment, "spoken", ())


#: Of this process: the environments of a site's pages, and those of the theme.
COMPILED = Compiled()
