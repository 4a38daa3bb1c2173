"""The verbs: what the program does, over what Python holds."""

import json
from collections.abc import Mapping

from . import _native
from ._sources import Progress, sources, tell
from ._tables import Records
from ._trace import Trace


def _each(given, verb, kind, tagger, strict, progress):
    with Progress(progress) as told:
        lines, problems = _native.each(sources(given), verb, tagger, told)
    tell(problems, strict, stacklevel=4)
    return Records(kind, map(json.loads, lines), problems)


def read(source, *, clean=False, strict=False, progress=None):
    """Articles: of each page its one fixed text, body and frame, title, outlet, authors, dates."""
    return _each(source, "clean" if clean else "read", "articles", "fast", strict, progress)


def quotes(source, *, tagger="auto", strict=False, progress=None):
    """Articles with who said what in them. The table has a row for each quotation."""
    return _each(source, "quotes", "quotes", tagger, strict, progress)


def stream(source, *, verb="read", tagger="fast", strict=False):
    """Batches of records of :func:`read` or :func:`quotes`, as they are made.

    Memory does not grow with the number of pages: a million fit.
    """
    kinds = {"read": "articles", "clean": "articles", "quotes": "quotes"}
    if verb not in kinds:
        raise _native.InputError(f"verb is one of {', '.join(kinds)}, not {verb!r}")
    return _batches(_native.Stream(sources(source), verb, tagger), kinds[verb], strict)


def _batches(batches, kind, strict):
    told = 0
    for lines in batches:
        problems = batches.troubles[told:]
        told += len(problems)
        tell(problems, strict)
        yield Records(kind, map(json.loads, lines), problems)
    tell(batches.troubles[told:], strict)


def _found(given, step, tagger, model, strict, progress):
    with Progress(progress) as told:
        found, problems = _native.findings(sources(given), step, tagger, model, told)
    tell(problems, strict, stacklevel=4)
    return Trace(found, problems)


def matches(source, *, model=True, strict=False, progress=None):
    """Passages that two pages share, or one page has twice."""
    return _found(source, "matches", "fast", model, strict, progress).matches


def stories(source, *, tagger="auto", model=True, strict=False, progress=None):
    """Articles, in the order in which they were given, each with the ``story`` it is in."""
    found = _found(source, "stories", tagger, model, strict, progress)
    return Records("articles", map(json.loads, found._found.given()), found.problems)


def utterances(source, *, tagger="auto", model=True, strict=False, progress=None):
    """Statements with their readings, and what differs among these. A row for each reading."""
    return _found(source, "utterances", tagger, model, strict, progress).utterances


def threads(source, *, tagger="auto", model=True, strict=False, progress=None):
    """Like messages over time, and who denies them. A row for each statement."""
    return _found(source, "threads", tagger, model, strict, progress).threads


def stemma(source, *, tagger="auto", model=True, strict=False, progress=None):
    """Family trees: which report follows which. A row for each edge.

    All that is given is one story, unless records name their ``story``.
    """
    with Progress(progress) as told:
        lines, problems = _native.stemma(sources(source), tagger, model, told)
    tell(problems, strict)
    return Records("stemmata", map(json.loads, lines), problems)


def trace(source, *, tagger="auto", model=True, strict=False, progress=None):
    """Everything about the pages together: a :class:`Trace`."""
    return _found(source, "stemmata", tagger, model, strict, progress)


def compare(a, b=None, *, model=True):
    """How alike two wordings are, and what differs in substance.

    ``compare("about 200 left", "more than 300 left")`` gives one record; ``compare(pairs)``, over
    pairs or records with ``a`` and ``b``, a list of them.
    """
    if b is not None:
        [line] = _native.compare([json.dumps({"a": a, "b": b})], model)
        return json.loads(line)
    pairs = []
    for pair in a:
        if isinstance(pair, Mapping):
            pairs.append(json.dumps(dict(pair)))
        elif isinstance(pair, (tuple, list)) and len(pair) == 2:
            pairs.append(json.dumps({"a": pair[0], "b": pair[1]}))
        else:
            raise _native.InputError(f"no pair of wordings: {pair!r}")
    return Records("comparisons", map(json.loads, _native.compare(pairs, model)))
