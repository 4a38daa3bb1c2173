"""What each stage on Spark costs over made pages: CPU seconds of all its processes, bytes shuffled.

    HEADWATER_MADE=… python tests/measure.py 500 2000

``HEADWATER_MADE`` is the built example ``pages`` of ``headwater-made``; without it it is built. Prints a
table for ``docs/scale.md``. Processor time is what counts: a machine that does other work inflates any
other, and the figures of one that does nothing else are no better.
"""

import json
import os
import pathlib
import sys
import tempfile
import threading
import time
import urllib.request

import made
from headwater import spark as hs
from pyspark.sql import SparkSession

TICKS = os.sysconf("SC_CLK_TCK")


class Clock:
    """Seconds of the processor of this process and all below it. Each process is looked at twice a second, so that
    one that ends, and whose parent ends before it is asked, keeps what it had."""

    def __init__(self):
        self.seen = {}
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        while True:
            self.look()
            time.sleep(0.5)

    def look(self):
        parents, times = {}, {}
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                head, tail = stat.read_text().rsplit(")", 1)
            except OSError:
                continue
            fields = tail.split()
            pid = int(head.split(" ", 1)[0])
            parents[pid] = int(fields[1])
            # A number may be given again: with its start it is one process.
            times[pid] = (fields[19], sum(map(int, fields[11:13])) / TICKS)
        for pid, (start, seconds) in times.items():
            above = pid
            while above in parents and above != os.getpid():
                above = parents[above]
            if above == os.getpid():
                self.seen[pid, start] = seconds

    def spent(self):
        self.look()
        return sum(list(self.seen.values()))


def shuffled(session):
    """Bytes that were written to be shuffled so far."""
    context = session.sparkContext
    place = f"{context.uiWebUrl}/api/v1/applications/{context.applicationId}/stages"
    with urllib.request.urlopen(place) as answer:
        return sum(stage["shuffleWriteBytes"] for stage in json.load(answer))


def main(counts):
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = hs.configure(SparkSession.builder.master("local[2]").appName("measure"))
    settings = {
        "spark.sql.shuffle.partitions": "8",
        "spark.driver.memory": "2g",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.showConsoleProgress": "false",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    print("| pages | stage | rows | CPU s | pages per core-hour | shuffled, kB a page | wall s |")
    print("|---|---|---|---|---|---|---|")
    clock = Clock()
    for count in counts:
        one(session, clock, count)


def one(session, clock, count):
    with tempfile.TemporaryDirectory() as folder:
        rows = [(name, bytearray(body)) for name, body in made.pages(count)]
        table = session.createDataFrame(rows, "name string, bytes binary")
        table.repartition(8).write.parquet(f"{folder}/pages")
        given = session.read.parquet(f"{folder}/pages")
        run = hs.Run(session, f"{folder}/run")
        for stage in run.STAGES:
            cpu, bytes_before = clock.spent(), shuffled(session)
            work = getattr(run, stage)
            note = work(given) if stage == "read" else work()
            cpu, bytes_after = clock.spent() - cpu, shuffled(session)
            row = [
                f"{count:,}",
                stage,
                f"{note['rows']:,}",
                f"{cpu:.1f}",
                f"{count / cpu * 3600:,.0f}",
                f"{(bytes_after - bytes_before) / count / 1000:.1f}",
                f"{note['seconds']:.0f}",
            ]
            print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main([int(n) for n in sys.argv[1:]] or [500])
