#!/usr/bin/env python3
"""Reads the page sets with other readers and scores them as ours: a table for docs/compare-read.md.

usage: read.py BENCH/extract WORK [--only TOOL ...] [--sets SET ...] [--ours EXTRACT [FOLDS]]

Wants `cargo build --release` done in this folder and, for the Python tools,
`pip install trafilatura newspaper4k readability-lxml lxml_html_clean htmldate`. CPU milliseconds a page: for programs the whole
process (unpacking and JSON included), for Python the calls alone. Every tool runs one after the other.
"""
import argparse, gzip, json, os, re, resource, subprocess, sys, time, warnings

CRATES = ["trafilatura", "rs-trafilatura", "dom_smoothie", "legible", "libreadability"]
HERE = os.path.dirname(os.path.abspath(__file__))


def decode(raw):
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        m = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", raw[:4096], re.I)
        try:
            return raw.decode(m.group(1).decode() if m else "cp1252", "replace")
        except LookupError:
            return raw.decode("utf-8", "replace")


def py_trafilatura(page, url):
    import trafilatura
    d = trafilatura.bare_extraction(page, url=url, with_metadata=True)
    d = d.as_dict() if d else {}
    return dict(text=d.get("text"), title=d.get("title"), date=d.get("date"), authors=(d.get("author") or "").split("; "))


def py_newspaper4k(page, url):
    import newspaper
    a = newspaper.Article(url or "http://a.example/", fetch_images=False)
    a.download(input_html=page)
    a.parse()
    return dict(text=a.text, title=a.title, date=a.publish_date.isoformat() if a.publish_date else None, authors=a.authors)


def py_readability_lxml(page, url):
    import lxml.html, readability
    d = readability.Document(page)
    root = lxml.html.fromstring(d.summary())
    return dict(text="\n".join(t for t in root.itertext()), title=d.short_title())


def py_htmldate(page, url):
    import htmldate
    return dict(date=htmldate.find_date(page, url=url))


PYTHON = {"trafilatura (Python)": py_trafilatura, "newspaper4k": py_newspaper4k, "readability-lxml": py_readability_lxml, "htmldate": py_htmldate}


def run_python(tool, gold, out):
    import logging
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    call, busy = PYTHON[tool], 0.0
    with open(out, "w", encoding="utf-8") as f:
        for i, g in enumerate(map(json.loads, open(gold, encoding="utf-8"))):
            with gzip.open(os.path.join(os.path.dirname(gold), g["file"])) as z:
                page = decode(z.read())
            url = g.get("url") if str(g.get("url")).startswith("http") else None
            if i == 0:
                try:
                    call(page, url)  # imports and tables are not counted
                except Exception:
                    pass
            start = time.process_time()
            try:
                row = call(page, url)
            except Exception:
                row = {}
            busy += time.process_time() - start
            f.write(json.dumps(dict(row, id=g["id"])) + "\n")
    return busy


def run_program(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("bench")
    ap.add_argument("work")
    ap.add_argument("--only", nargs="*")
    ap.add_argument("--sets", nargs="*", default=["aeb", "wcxb", "traf", "htmldate"])
    ap.add_argument("--ours", nargs="+")
    a = ap.parse_args()
    os.makedirs(a.work, exist_ok=True)
    for s in a.sets:
        gold = os.path.join(a.bench, s, "gold.jsonl")
        pages = sum(1 for _ in open(gold, encoding="utf-8"))
        tools = (["ours"] if a.ours else []) + CRATES + list(PYTHON)
        for tool in a.only or tools:
            out = os.path.join(a.work, "%s-%s.jsonl" % (s, re.sub(r"\W+", "_", tool)))
            if tool == "ours":
                busy = run_program([a.ours[0], gold, out] + a.ours[1:])
            elif tool in PYTHON:
                busy = run_python(tool, gold, out)
            else:
                busy = run_program([os.path.join(HERE, "target/release/headwater-peers"), tool, gold, out])
            score = subprocess.run([sys.executable, os.path.join(a.bench, "score.py"), "--gold", gold, "--pred", out, "--json"],
                                   check=True, capture_output=True, text=True)
            r = json.loads(score.stdout)
            get = lambda k, f: "%.3f" % r[k][f] if k in r else "–"
            print("| %s | %s | %s | %s | %s | %s / %s | %s / %s | %.1f |" % (s, tool, get("shingle", "f1"), get("snippet", "f1"), get("title", "loose"),
                  get("authors", "f1"), get("authors", "invented"), get("date", "accuracy"), get("date", "invented"), 1000 * busy / pages), flush=True)


if __name__ == "__main__":
    main()
