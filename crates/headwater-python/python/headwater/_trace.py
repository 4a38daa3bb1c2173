"""All findings about some pages."""

import html
import json

from ._tables import DIFFERENCES, EDGES, STATEMENTS, Records, Table


class Trace:
    """All that was found about some pages: a snapshot.

    ``articles``, ``matches``, ``outlets``, ``stories``, ``utterances``, ``threads``, ``stemmata``,
    ``remarks`` are the records of ``headwater trace --format json``. ``statements``, ``edges`` and
    ``differences`` are tables of what the report tells, under its numbers. In a notebook it shows
    the six answers and the tree of its first stories.
    """

    def __init__(self, found, problems=()):
        self._found = found
        self._kept = {}
        #: What could not be read: pairs of a message and a hint.
        self.problems = list(problems)

    def _keep(self, name, make):
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def _section(self, name):
        def make():
            rows = map(json.loads, self._found.rows(name))
            texts = None if name == "articles" else self._texts
            return Records(name, rows, texts=texts)

        return self._keep(name, make)

    @property
    def _texts(self):
        return self._keep("_texts", lambda: {a["id"]: a["text"] for a in self.articles})

    @property
    def articles(self):
        """Pages with their quotations, in order of their ids."""
        return self._section("articles")

    @property
    def quotes(self):
        """The same records; the table has a row for each quotation."""
        return Records("quotes", self.articles)

    @property
    def matches(self):
        """Passages that pages share."""
        return self._section("matches")

    @property
    def outlets(self):
        """Outlets, the spellings of one together."""
        return self._section("outlets")

    @property
    def stories(self):
        """Stories in the order of telling, with their briefs."""
        return self._section("stories")

    @property
    def utterances(self):
        """Statements with their readings and what differs."""
        return self._section("utterances")

    @property
    def threads(self):
        """Like messages over time."""
        return self._section("threads")

    @property
    def stemmata(self):
        """Family trees, one for each story."""
        return self._section("stemmata")

    @property
    def remarks(self):
        """What is amiss in pages or between them."""
        return self._section("remarks")

    @property
    def bounds(self):
        """What was not looked at any further, and how much of it."""
        return Records("bounds", json.loads(self.json()).get("bounds", []))

    @property
    def reader(self):
        """Which tagger found the quotations: ``learned``, ``fast``, ``rules``."""
        return self._found.reader

    @property
    def statements(self):
        """A row for each statement as one page has it."""
        return self._table(0, STATEMENTS)

    @property
    def edges(self):
        """A row for each page and what it was made from."""
        return self._table(1, EDGES)

    @property
    def differences(self):
        """A row for what two pages have differently in one statement."""
        return self._table(2, DIFFERENCES)

    def _table(self, place, columns):
        def make():
            return [[json.loads(line) for line in lines] for lines in self._found.tables()]

        return Table(columns, self._keep("_tables", make)[place])

    def about(self, words):
        """What belongs to a wording: the object of ``headwater trace --about``."""
        return json.loads(self._found.json(words))

    def json(self):
        """All of it, byte for byte as ``headwater trace --format json`` prints it."""
        return self._found.json()

    def jsonl(self):
        """The same, a record a line, as ``--format jsonl`` prints it."""
        return "".join(line + "\n" for line in self._found.lines())

    def text(self, width=80, about=None, why=None):
        """The report for a terminal. ``why`` is the number of a story whose grounds are told, or
        ``True`` for all."""
        why = 0 if why is True else why or None
        return self._found.text(width, about, why)

    def markdown(self):
        """The report as Markdown."""
        return self._found.markdown()

    def csv(self):
        """Statements, edges and differences as one table for spreadsheets."""
        return self._found.csv()

    def html(self, about=None, with_pages=False):
        """The report as one HTML page that needs no other file."""
        return self._found.html(about, with_pages)

    def __len__(self):
        return self._found.pages()

    def __repr__(self):
        several = sum(len(s["articles"]) > 1 for s in self.stories)
        return f"<headwater.Trace of {len(self)} pages, {several} stories in several of them>"

    def _repr_html_(self):
        # A frame of its own, in which nothing runs: the words are those of pages.
        page = html.escape(self._found.glance(3), quote=True)
        style = "width:100%;height:34em;border:1px solid #8884"
        return f'<iframe sandbox="" style="{style}" srcdoc="{page}"></iframe>'
