"""A library: one file that keeps pages and what was found out about them."""

import json
import os

from . import _native
from ._sources import Progress, sources, tell
from ._tables import Records
from ._trace import Trace


class Hits(Records):
    """Pages that were found, the best first; ``all`` is how many there are."""

    all = 0


class Library:
    """The file of a library; adding pages begins it.

    It is the file of ``headwater add``: both may use it in turn. ``tagger`` is that of a new one.
    """

    def __init__(self, path, *, tagger="auto", model=True):
        self.path = os.fspath(path)
        self._native = _native.Library(self.path, tagger, model)

    def add(self, source, *, strict=False, progress=None):
        """Adds pages. Says how many were new, known, changed, which stories are new or changed."""
        with Progress(progress) as told:
            line, problems = self._native.add(sources(source), told)
        tell(problems, strict)
        return json.loads(line)

    def search(self, words, limit=20):
        """Pages that have certain words, the best first: ``"stays in port" speaker:Lind``."""
        lines, count = self._native.search(words, limit)
        hits = Hits("hits", map(json.loads, lines))
        hits.all = count
        return hits

    def check(self, source, *, strict=False):
        """What the library holds of the words of pages: a record each, a row each quotation."""
        lines, problems = self._native.check(sources(source))
        tell(problems, strict)
        return Records("checks", map(json.loads, lines), problems)

    def show(self, name):
        """What is kept under the name of a page, statement, story, outlet or person; or ``None``."""
        line = self._native.show(name)
        return None if line is None else json.loads(line)

    def trace(self, *, progress=None):
        """Everything that is found about its pages: a :class:`headwater.Trace`."""
        with Progress(progress) as told:
            return Trace(self._native.trace(told))

    @property
    def outlets(self):
        """How many outlets its pages are of."""
        return self._native.counts()[1]

    def __len__(self):
        return self._native.counts()[0]

    def __repr__(self):
        return f"<headwater.Library {self.path!r}>"
