"""What may be given to be read, and what is said of what could not be."""

import json
import os
import sys
import warnings
from collections.abc import Iterable, Mapping

from ._native import InputError

BYTES = (bytes, bytearray, memoryview)


class PageWarning(UserWarning):
    """Something that was given could not be read; all the rest was."""


def sources(given):
    """A list of paths and of named bytes, as the native part takes it.

    Paths of files and folders, bytes, pairs of a name and bytes, open files, records (dicts, as
    :func:`headwater.read` gives them), and iterables of all these.
    """
    out = []
    records = []
    count = 0

    def rest():
        if records:
            lines = "\n".join(json.dumps(r, ensure_ascii=False) for r in records)
            # A lone surrogate has no form in UTF-8; escaped it has.
            try:
                body = lines.encode("utf-8")
            except UnicodeEncodeError:
                body = "\n".join(json.dumps(r) for r in records).encode("ascii")
            out.append(("records.jsonl", body))
            records.clear()

    def add(item, top):
        nonlocal count
        if isinstance(item, Mapping):
            records.append(dict(item))
            return
        rest()
        if isinstance(item, BYTES):
            count += 1
            out.append((f"bytes-{count}", bytes(item)))
        elif isinstance(item, (str, os.PathLike)):
            out.append(_path(item))
        elif isinstance(item, tuple) and len(item) == 2 and isinstance(item[1], BYTES):
            name, body = item
            if not isinstance(name, (str, os.PathLike)):
                raise InputError(f"the name of bytes is a str, not {type(name).__name__}")
            out.append((os.fspath(name), bytes(body)))
        elif hasattr(item, "read"):
            body = item.read()
            if isinstance(body, str):
                raise InputError("the file is open as text; open it with mode 'rb'")
            count += 1
            name = getattr(item, "name", None)
            name = os.path.basename(name) if isinstance(name, str) else f"bytes-{count}"
            out.append((name, body))
        elif top and isinstance(item, Iterable):
            for one in item:
                add(one, False)
        else:
            raise InputError(
                f"a {type(item).__name__} cannot be read; give paths, bytes, pairs of a name and "
                "bytes, records, or an iterable of these"
            )

    add(given, True)
    rest()
    return out


def _path(item):
    path = os.fspath(item)
    if isinstance(path, bytes):
        path = os.fsdecode(path)
    if "\n" in path or path.lstrip().startswith("<"):
        raise InputError(
            "a str is taken for a path, and this looks like the page itself; "
            "give it as bytes: text.encode()"
        )
    if "\0" in path:
        raise InputError("a path cannot contain the character NUL")
    return path


def tell(problems, strict, stacklevel=3):
    """Warns of what could not be read, or raises it."""
    if problems and strict:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise InputError(_words(problems[0]) + more)
    for problem in problems:
        warnings.warn(_words(problem), PageWarning, stacklevel=stacklevel)


def _words(problem):
    message, hint = problem
    return f"{message}; {hint}" if hint else message


class Progress:
    """A bar of tqdm, where there is one and somebody sees it; or a function of the caller."""

    def __init__(self, wanted):
        self.bar = None
        self.told = wanted if callable(wanted) else None
        if self.told is None and (wanted is True or (wanted is None and _seen())):
            try:
                from tqdm.auto import tqdm
            except ImportError:
                return
            self.bar = tqdm(unit=" pages", desc="reading pages", leave=False)
            self.told = self._show

    def _show(self, count, step):
        self.bar.set_description_str(step, refresh=False)
        self.bar.n = count
        self.bar.refresh()

    def __enter__(self):
        return self.told

    def __exit__(self, *_):
        if self.bar is not None:
            self.bar.close()


def _seen():
    """Whether somebody looks: a terminal, or a notebook."""
    if "ipykernel" in sys.modules:
        return True
    err = sys.stderr
    return bool(err is not None and getattr(err, "isatty", lambda: False)())
