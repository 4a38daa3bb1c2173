"""Headwater traces statements in the news to where they spring from.

>>> import headwater
>>> found = headwater.trace("examples/")        # doctest: +SKIP
>>> found.statements.to_pandas()                # doctest: +SKIP

Everything that is found points at characters of a page: ``start`` and ``end`` are offsets of a Python
``str`` (Unicode code points, the end exclusive) into the ``text`` of the page's own record, so that
``text[start:end]`` are the words. In tables the words stand beside the offsets.
"""

from ._api import (
    compare,
    matches,
    quotes,
    read,
    stemma,
    stories,
    stream,
    threads,
    trace,
    utterances,
)
from ._library import Hits, Library
from ._native import Engine, EngineError, HeadwaterError, InputError, LibraryError
from ._sources import PageWarning
from ._tables import Records, Table
from ._trace import Trace

__all__ = [
    "Engine",
    "EngineError",
    "HeadwaterError",
    "Hits",
    "InputError",
    "Library",
    "LibraryError",
    "PageWarning",
    "Records",
    "Table",
    "Trace",
    "compare",
    "matches",
    "quotes",
    "read",
    "stemma",
    "stories",
    "stream",
    "threads",
    "trace",
    "utterances",
]
