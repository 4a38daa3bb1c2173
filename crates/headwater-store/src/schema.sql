-- Tables of a library, in the words of docs/library.md. Places are code points of article.text,
-- `end` exclusive; n numbers the pages of this file and means nothing outside it.

-- Runs: which program found out what. Every derived row names one.
CREATE TABLE run (
    run INTEGER PRIMARY KEY,
    began TEXT NOT NULL,
    verb TEXT NOT NULL,
    program TEXT NOT NULL,
    version TEXT NOT NULL,
    reader TEXT NOT NULL,
    settings TEXT NOT NULL
) STRICT;

-- Pages as they came. Versions of one address are rows with the same address.
CREATE TABLE page (
    n INTEGER PRIMARY KEY,
    page TEXT NOT NULL UNIQUE,
    id TEXT NOT NULL,
    address TEXT NOT NULL,
    url TEXT,
    source TEXT,
    sha256 TEXT,
    fetched TEXT,
    added TEXT NOT NULL,
    replaces TEXT,
    headers TEXT,
    size INTEGER,
    form TEXT NOT NULL,
    bytes BLOB,
    hint TEXT NOT NULL,
    run INTEGER NOT NULL
) STRICT;
CREATE INDEX page_by_address ON page (address);
CREATE INDEX page_by_id ON page (id);
CREATE INDEX page_by_sha256 ON page (sha256);

-- Articles: what was read of the pages.
CREATE TABLE article (
    n INTEGER PRIMARY KEY,
    page TEXT NOT NULL,
    title TEXT,
    outlet TEXT,
    authors TEXT NOT NULL,
    date TEXT,
    date_basis TEXT,
    minute INTEGER,
    lang TEXT,
    speakers TEXT NOT NULL,
    text TEXT NOT NULL,
    spaced TEXT,
    run INTEGER NOT NULL
) STRICT;
CREATE INDEX article_by_outlet ON article (outlet);
CREATE INDEX article_by_minute ON article (minute);

-- Full text over articles; `spaced` has the text of scripts without spaces, a space between
-- characters.
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, spaced, speakers, outlet,
    content = 'article', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 2'
);

-- What each page says by itself, as the library reads it again.
CREATE TABLE dossier (
    n INTEGER PRIMARY KEY,
    version TEXT NOT NULL,
    record BLOB NOT NULL,
    given TEXT,
    prints BLOB NOT NULL,
    run INTEGER NOT NULL
) STRICT;
CREATE INDEX dossier_by_given ON dossier (given) WHERE given IS NOT NULL;

-- What each page is about, for comparison with others, as the library reads it again.
CREATE TABLE profile (
    n INTEGER PRIMARY KEY,
    record BLOB NOT NULL
) STRICT;

-- Pages that are mass reprints.
CREATE TABLE mass (
    n INTEGER PRIMARY KEY
) STRICT;

-- Which pages stand under which prints. A segment has many pages, in the order of their names; its
-- lists stand under its number, the index and the first print in them. Pages that came lately are in
-- no segment yet.
CREATE TABLE lately (
    n INTEGER PRIMARY KEY
) STRICT;
CREATE TABLE segment (
    segment INTEGER PRIMARY KEY,
    level INTEGER NOT NULL,
    slips BLOB NOT NULL
) STRICT;
CREATE TABLE posting (
    at INTEGER PRIMARY KEY,
    list BLOB NOT NULL
) STRICT;

CREATE TABLE quotation (
    n INTEGER NOT NULL,
    quote TEXT NOT NULL,
    kind TEXT NOT NULL,
    speaker TEXT,
    role TEXT,
    stance TEXT NOT NULL,
    zone TEXT NOT NULL,
    said_on TEXT,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    words TEXT NOT NULL,
    confidence REAL NOT NULL
) STRICT;
CREATE INDEX quotation_by_page ON quotation (n);
CREATE INDEX quotation_by_speaker ON quotation (speaker);

CREATE TABLE story (
    story TEXT NOT NULL,
    title TEXT NOT NULL,
    pages INTEGER NOT NULL,
    print INTEGER NOT NULL,
    run INTEGER NOT NULL
) STRICT;
CREATE INDEX story_by_name ON story (story);

CREATE TABLE story_page (
    story TEXT NOT NULL,
    place INTEGER NOT NULL,
    n INTEGER NOT NULL,
    page TEXT NOT NULL,
    also_of TEXT
) STRICT;
CREATE INDEX story_page_by_story ON story_page (story, place);
CREATE INDEX story_page_by_page ON story_page (n);

-- Statements (utterances): one said once by one person, with its readings.
CREATE TABLE statement (
    statement TEXT NOT NULL,
    story TEXT NOT NULL,
    speaker TEXT,
    said_on TEXT,
    readings INTEGER NOT NULL,
    words TEXT NOT NULL,
    mark INTEGER NOT NULL,
    run INTEGER NOT NULL
) STRICT;
CREATE INDEX statement_by_name ON statement (statement);
CREATE INDEX statement_by_story ON statement (story);
CREATE INDEX statement_by_speaker ON statement (speaker);

CREATE TABLE reading (
    statement TEXT NOT NULL,
    story TEXT NOT NULL,
    place INTEGER NOT NULL,
    n INTEGER NOT NULL,
    page TEXT NOT NULL,
    quote TEXT,
    relation TEXT NOT NULL,
    repeat INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    words TEXT NOT NULL
) STRICT;
CREATE INDEX reading_by_statement ON reading (statement, place);
CREATE INDEX reading_by_story ON reading (story);
CREATE INDEX reading_by_page ON reading (n, start);

CREATE TABLE difference (
    statement TEXT NOT NULL,
    story TEXT NOT NULL,
    kind TEXT NOT NULL,
    n INTEGER NOT NULL,
    page TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    words TEXT NOT NULL,
    other_n INTEGER NOT NULL,
    other_page TEXT NOT NULL,
    other_start INTEGER NOT NULL,
    other_end INTEGER NOT NULL,
    other_words TEXT NOT NULL
) STRICT;
CREATE INDEX difference_by_statement ON difference (statement);
CREATE INDEX difference_by_story ON difference (story);

-- Family trees: witnesses are pages, lost texts have no page.
CREATE TABLE node (
    story TEXT NOT NULL,
    node TEXT NOT NULL,
    page TEXT,
    label TEXT NOT NULL,
    occasion TEXT
) STRICT;
CREATE INDEX node_by_story ON node (story);

CREATE TABLE edge (
    story TEXT NOT NULL,
    parent TEXT NOT NULL,
    child TEXT NOT NULL,
    parent_page TEXT,
    child_page TEXT,
    probability REAL,
    run INTEGER NOT NULL
) STRICT;
CREATE INDEX edge_by_story ON edge (story);

CREATE TABLE person (
    story TEXT NOT NULL,
    name TEXT NOT NULL,
    spellings TEXT NOT NULL,
    pages TEXT NOT NULL,
    doubtful INTEGER NOT NULL
) STRICT;
CREATE INDEX person_by_story ON person (story);
CREATE INDEX person_by_name ON person (name);

CREATE TABLE outlet (
    outlet TEXT NOT NULL,
    name TEXT NOT NULL,
    spellings TEXT NOT NULL
) STRICT;
CREATE INDEX outlet_by_id ON outlet (outlet);

-- Names that were once given and lead to others now.
CREATE TABLE alias (
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    why TEXT NOT NULL,
    run INTEGER NOT NULL
) STRICT;
CREATE INDEX alias_by_old ON alias (old);

-- Pages that were forgotten: nothing is left but their hashes.
CREATE TABLE tombstone (
    page TEXT NOT NULL,
    sha256 TEXT,
    forgotten TEXT NOT NULL,
    run INTEGER NOT NULL
) STRICT;
CREATE INDEX tombstone_by_page ON tombstone (page);
CREATE INDEX tombstone_by_sha256 ON tombstone (sha256);

-- What readers correct, apart from findings.
CREATE TABLE correction (
    correction INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    a TEXT NOT NULL,
    b TEXT,
    words TEXT,
    made TEXT NOT NULL
) STRICT;

-- What two pages have in common, under the first eight bytes of their names.
CREATE TABLE tie (
    a INTEGER NOT NULL,
    b INTEGER NOT NULL,
    compared INTEGER NOT NULL,
    odds REAL NOT NULL,
    passages INTEGER NOT NULL,
    part REAL NOT NULL,
    sure BLOB,
    open BLOB,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX tie_by_other ON tie (b);

-- What the library is as a whole: version, background, sample, count of changes.
CREATE TABLE state (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- For each table how many rows it has and a sum over them, so that a damaged row is noticed.
CREATE TABLE seal (
    name TEXT NOT NULL PRIMARY KEY,
    rows INTEGER NOT NULL,
    sum BLOB NOT NULL
) STRICT, WITHOUT ROWID;
