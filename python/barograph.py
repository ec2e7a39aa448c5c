"""Barograph from Python: SQL over files and DataFrames, with the same bits as everywhere else.

    import barograph
    barograph.sql("SELECT device_id, avg(temperature) FROM 'sensors.csv' GROUP BY device_id")
    barograph.sql("SELECT * FROM readings WHERE temperature > ?", [25], readings=df)

One file on the standard library and pandas; where pyarrow is present, texts pass by it, and answers are the same. It runs
the ``baro`` command beneath: the one named by the environment variable ``BAROGRAPH``, else the one of this source tree, else
the one on the PATH. Its process stays for the next question, until none came for five minutes or ``close()`` ends it: what is
asked again is answered sooner.
"""

import atexit
import contextlib
import datetime
import decimal
import os
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import threading
import time
import warnings

import numpy as np
import pandas as pd

try:
    import pyarrow
except ImportError:
    pyarrow = None

__all__ = ["Error", "LeftOut", "close", "explain", "sql", "summarize", "verify"]


class Error(Exception):
    """A query that failed. ``status``: 1 the run failed, 2 the query is wrong, 3 a resource or a file."""

    def __init__(self, message, status):
        super().__init__(message)
        self.status = status


class LeftOut(UserWarning):
    """What an answer does not hold, or holds as NULL: records that were rejected, expressions that were undefined."""


# Each answer says so, not only the first from a line of code; who knows may filter it.
warnings.simplefilter("always", LeftOut, append=True)


def sql(query, parameters=(), /, *, threads=None, memory=None, **tables):
    """The answer of a query as a DataFrame.

    ``parameters`` stand for the question marks of the text, in their order; a list among them for as many values, as in
    ``x IN ?``. Both are given without a name: each keyword is a table of that name, a DataFrame or the path of a file. What could not be read or computed is told by a ``LeftOut`` warning. NULL comes as NaN,
    NaT, None or pd.NA, by the column's type; a BIGINT column with NULLs comes as ``Int64``, so that no integer is rounded.
    ``SUMMARIZE`` gives a row for each column of a table.

    >>> sql("SELECT 1 + 1 AS two")["two"][0]
    2
    """
    if _EXPLAIN.match(query):
        raise Error("EXPLAIN answers with a text, not with rows: barograph.explain(query) gives it", 2)
    with tempfile.TemporaryDirectory(prefix="barograph-") as folder:
        answer = os.path.join(folder, "answer.arrow")
        options = ["--output", answer, *_option("--threads", threads), *_option("--memory", memory)]
        # The memory is a whole process's: one of its own.
        run = _run if memory is None else _run_alone
        run([*_query(folder, query, parameters, tables), *options])
        if not os.path.exists(answer):
            raise Error("the text has no query that answers: add a SELECT behind what it declares", 2)
        with open(answer, "rb") as file:
            return _ArrowReader(file.read()).frame()


def explain(query, parameters=(), /, **tables):
    """How a query would run, as text."""
    with tempfile.TemporaryDirectory(prefix="barograph-") as folder:
        return _run([*_query(folder, query, parameters, tables), "--explain"])


def summarize(table):
    """The first look at a file or a DataFrame, as text: types, ranges, gaps, duplicates, clocks that leap."""
    if isinstance(table, (str, os.PathLike)):
        return _run(["summarize", os.fspath(table)])
    with tempfile.TemporaryDirectory(prefix="barograph-") as folder:
        path = os.path.join(folder, "frame.arrows")
        _write(table, path, "the table")
        return _run(["summarize", path])


def verify(query, parameters=(), /, **tables):
    """Runs a query in every way there is and returns what was found, with its checksum; raises Error where two differ."""
    with tempfile.TemporaryDirectory(prefix="barograph-") as folder:
        # It loads every engine there is, which nothing else should have to keep.
        return _run_alone(["verify", *_tables(folder, tables), "--", _filled(query, parameters)])


def close():
    """Ends the process that waits for the next question, and gives its memory back. The next question starts another."""
    with _lock:
        _end_session()


# ---- The command ----------------------------------------------------------------------------------

_CANCELLED = 130
# What Java says of its own options, such as JAVA_TOOL_OPTIONS, before the command says anything.
_OF_JAVA = re.compile(r"^(?:NOTE: )?Picked up \w+: .*\n|^.* VM warning: .*\n", re.MULTILINE)


def _command():
    named = os.environ.get("BAROGRAPH")
    if named:
        found = shutil.which(named)
        if found is None:
            raise Error(f"BAROGRAPH is '{named}', which is no command; set it to the path of baro", 3)
        return found
    beside = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "baro")
    if os.access(beside, os.X_OK):
        return beside
    found = shutil.which("baro")
    if found is None:
        raise Error("there is no baro command on the PATH; set BAROGRAPH to its path", 3)
    return found


def _run(arguments):
    """What a command prints, by the process that waits; by one of its own where that is busy with another thread's."""
    if not _lock.acquire(blocking=False):
        return _run_alone(arguments)
    try:
        return _printed(*_current_session().ask(arguments))
    except BaseException as failure:
        if not isinstance(failure, Error):
            _end_session()
        raise
    finally:
        _lock.release()


def _run_alone(arguments):
    command = [_command(), *arguments]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False)
    return _printed(done.returncode, done.stdout, _OF_JAVA.sub("", done.stderr))


def _printed(status, out, err):
    if status == _CANCELLED:
        raise KeyboardInterrupt
    if status != 0:
        raise Error(err.strip().removeprefix("error: "), status)
    if err.strip():
        warnings.warn(err.strip(), LeftOut, stacklevel=4)
    return out


class _Session:
    """A ``baro session``: its frames are described by ``baro session --help``."""

    _END, _OUT, _ERR = 0, 1, 2

    def __init__(self, place, command):
        self.place = place
        self.answered = None
        self.timer = None
        self.messages = tempfile.TemporaryFile()
        # It leads a group of its own: Ctrl-C reaches Python alone, which then ends the group. Without buffers, since a fork
        # would write what they hold once more.
        self.process = subprocess.Popen(
            [command, "session"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.messages, bufsize=0,
            start_new_session=True)

    def ask(self, arguments):
        """Runs a command line; its exit status, what it printed, and its messages."""
        texts = [os.fsencode(argument) for argument in arguments]
        printed = {self._OUT: bytearray(), self._ERR: bytearray()}
        if self.timer is not None:
            self.timer.cancel()
        said = os.fstat(self.messages.fileno()).st_size
        try:
            self._write(struct.pack(">i", len(texts)) + b"".join(struct.pack(">i", len(text)) + text for text in texts))
            while True:
                kind, length = struct.unpack(">bi", self._read(5))
                content = self._read(length)
                if kind == self._END:
                    break
                printed[kind] += content
        except (BrokenPipeError, EOFError):
            raise self._died(said) from None
        self._end_when_idle()
        return struct.unpack(">i", content)[0], printed[self._OUT].decode(), printed[self._ERR].decode()

    def _write(self, content):
        left = memoryview(content)
        while left:
            left = left[self.process.stdin.write(left):]

    def _read(self, length):
        content = bytearray()
        while len(content) < length:
            part = self.process.stdout.read(length - len(content))
            if not part:
                raise EOFError
            content += part
        return bytes(content)

    def _died(self, said):
        status = self.process.wait()
        self.messages.seek(said)
        message = self.messages.read().decode(errors="replace").strip().removeprefix("error: ")
        _end_session()
        if status > 0 and message:
            return Error(message, status)
        return Error("the process of the command has died" + (": " + message if message else ""), 3)

    def _end_when_idle(self):
        self.answered = time.monotonic()
        self.timer = threading.Timer(_IDLE_SECONDS, self._end_if_unasked_since, [self.answered])
        self.timer.daemon = True
        # When Python ends, no thread starts any more, and the process ends, too.
        with contextlib.suppress(RuntimeError):
            self.timer.start()

    def _end_if_unasked_since(self, moment):
        with _lock:
            if _session is self and self.answered == moment:
                _end_session()

    def end(self):
        if self.timer is not None:
            self.timer.cancel()
        self._signal(signal.SIGTERM)
        self.process.stdin.close()
        try:
            self.process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self.process.wait()
        self.process.stdout.close()
        self.messages.close()

    def _signal(self, number):
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)


_SECONDS_TO_END = 30
_IDLE_SECONDS = 300

_lock = threading.Lock()
_session = None


def _current_session():
    """The process that waits, or a new one where there is none, or where what it was started with has changed."""
    global _session
    command = _command()
    place = (command, _built(command), _identity("."), _environment())
    if _session is not None and (_session.place != place or _session.process.poll() is not None):
        _end_session()
    if _session is None:
        _session = _Session(place, command)
    return _session


def _built(command):
    """Which build of the command it is: a process does not become the next one."""
    return _identity(os.path.join(os.path.dirname(os.path.realpath(command)), "cli", "target", "dist", "baro.jar"))


def _identity(path):
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns if os.path.isfile(path) else None


def _environment():
    """What a process was given at its start, but for what pytest changes with every test."""
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}


def _forget_session():
    """In a fork: process, pipes and lock are the parent's."""
    global _lock, _session
    _lock = threading.Lock()
    _session = None


os.register_at_fork(after_in_child=_forget_session)


@atexit.register
def _end_session():
    global _session
    ended, _session = _session, None
    if ended is not None:
        ended.end()


def _option(name, value):
    if value is None:
        return []
    if isinstance(value, (pd.DataFrame, pd.Series)):
        raise Error(f"{name[2:]} is an option of the run; give the table another name", 2)
    return [name, str(value)]


def _query(folder, query, parameters, tables):
    """The arguments for a query, its text in a file."""
    return ["--file", _written(folder, "query.sql", _filled(query, parameters)), *_tables(folder, tables)]


def _tables(folder, tables):
    """The arguments that declare tables: apart from the query, so that the lines which messages speak of are the caller's."""
    return ["--init", _written(folder, "tables.sql", _declared(folder, tables))] if tables else []


def _written(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    return path


# ---- Text: tables and values ----------------------------------------------------------------------


def _declared(folder, tables):
    text = ""
    for number, (name, table) in enumerate(tables.items()):
        if isinstance(table, (str, os.PathLike)):
            path = os.path.abspath(os.fspath(table))
        else:
            path = os.path.join(folder, f"table{number}.arrows")
            _write(table, path, f"table {name}")
        text += f"CREATE TABLE {_name(name)} WITH ('path' = {_text(path)});\n"
    return text


def _name(name):
    return '"' + name.replace('"', '""') + '"'


def _text(value):
    return "'" + value.replace("'", "''") + "'"


_EXPLAIN = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*EXPLAIN\b", re.DOTALL | re.IGNORECASE)
_LISTS = (list, tuple, set, frozenset, np.ndarray, pd.Series, pd.Index)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_QUOTED_OR_MARK = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`|--[^\n]*|/\*.*?\*/|\?", re.DOTALL)


def _filled(query, parameters):
    """The text with each question mark outside of quotes and comments replaced by a literal."""
    if isinstance(parameters, (str, pd.DataFrame)):
        raise Error("the values for question marks are given as a list, also where there is one", 2)
    values = list(parameters)
    marks = sum(found == "?" for found in _QUOTED_OR_MARK.findall(query))
    if marks != len(values):
        raise Error(f"the query has {marks} question marks, but {len(values)} values are given", 2)
    left = iter(values)

    def literal(found):
        if found[0] != "?":
            return found[0]
        value = next(left)
        if isinstance(value, np.ndarray) and value.ndim == 0:
            value = value[()]
        if not isinstance(value, _LISTS):
            return _literal(value)
        listed = ", ".join(_row(one) for one in value)
        if not listed:
            raise Error("a list without values stands for no question mark; leave the condition out", 2)
        # IN ? and IN (?) are both written.
        before = _COMMENT.sub("", query[: found.start()]).rstrip()
        return listed if before.endswith(("(", ",")) else f"({listed})"

    return _QUOTED_OR_MARK.sub(literal, query)


def _row(value):
    """A value of a list, or several, as rows that IN compares have them."""
    return f"({', '.join(_literal(one) for one in value)})" if isinstance(value, (tuple, list)) else _literal(value)


def _literal(value):
    if value is None or value is pd.NaT or value is pd.NA:
        return "NULL"
    if isinstance(value, (bool, np.bool_)):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, np.integer)):
        return str(int(value)) if value >= 0 else f"({int(value)})"  # LIMIT takes no parentheses
    if isinstance(value, (float, np.floating)):
        return f"CAST('{float(value)!r}' AS DOUBLE)"
    if isinstance(value, decimal.Decimal):
        text = format(value, "f")
        digits = text.lstrip("-").replace(".", "")
        scale = len(text.partition(".")[2])
        return f"CAST('{text}' AS DECIMAL({max(len(digits), scale, 1)}, {scale}))"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, (pd.Timestamp, datetime.datetime, np.datetime64)):
        time = pd.Timestamp(value)
        return f"TIMESTAMP '{(time.tz_convert('UTC').tz_localize(None) if time.tz else time).isoformat(' ')}'"
    if isinstance(value, datetime.date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, (pd.Timedelta, datetime.timedelta, np.timedelta64)):
        return f"INTERVAL '{pd.Timedelta(value).value}' NANOSECOND"
    raise Error(f"a value of {type(value).__name__} is no literal", 2)


# ---- Arrow streams, written ------------------------------------------------------------------------
#
# The layout is Apache Arrow's columnar format, version 1.0, https://arrow.apache.org/docs/format/Columnar.html; its metadata
# are FlatBuffers, of which the two classes below know what these messages need.

_SCHEMA, _DICTIONARY_BATCH, _RECORD_BATCH = 1, 2, 3
_NULL, _INT, _FLOAT, _UTF8, _BOOL, _DECIMAL, _DATE, _TIMESTAMP, _DURATION, _LARGE_UTF8 = 1, 2, 3, 5, 6, 7, 8, 10, 18, 20
_NANOSECOND = 3
_DECIMAL_DIGITS = 38
# Days from 1970 that 64 bits of nanoseconds reach.
_MOST_DAYS = 106_751
_BATCH_ROWS = 1 << 16


class _Table:
    """A FlatBuffers table to be written: slots by number, each (format, value), a child table, text, or list of tables."""

    def __init__(self, **slots):
        self.slots = {int(name[1:]): value for name, value in slots.items()}


class _FlatWriter:
    """Writes tables front to back: a table, then what it refers to, offsets patched in."""

    def __init__(self, root):
        self.bytes = bytearray(4)
        self._patch(0, self._table(root))
        while len(self.bytes) % 8:
            self.bytes.append(0)

    def _align(self, size):
        while len(self.bytes) % size:
            self.bytes.append(0)

    def _patch(self, at, target):
        struct.pack_into("<I", self.bytes, at, target - at)

    def _table(self, table):
        count = max(table.slots, default=-1) + 1
        vtable_size = 4 + 2 * count
        self._align(8)
        # The vtable goes before the table, so that the table stands on a multiple of 8.
        while (len(self.bytes) + vtable_size) % 8:
            self.bytes.append(0)
        vtable = len(self.bytes)
        self.bytes += bytes(vtable_size)
        start = len(self.bytes)
        self.bytes += struct.pack("<i", start - vtable)
        later = []
        for slot, value in sorted(table.slots.items()):
            kind = value[0] if isinstance(value, tuple) else "I"
            self._align(struct.calcsize("<" + kind))
            struct.pack_into("<H", self.bytes, vtable + 4 + 2 * slot, len(self.bytes) - start)
            if isinstance(value, tuple):
                self.bytes += struct.pack("<" + kind, value[1])
            else:
                later.append((len(self.bytes), value))
                self.bytes += bytes(4)
        struct.pack_into("<HH", self.bytes, vtable, vtable_size, len(self.bytes) - start)
        for at, value in later:
            self._patch(at, self._value(value))
        return start

    def _value(self, value):
        if isinstance(value, _Table):
            return self._table(value)
        if isinstance(value, str):
            self._align(4)
            start, text = len(self.bytes), value.encode("utf-8")
            self.bytes += struct.pack("<I", len(text)) + text + b"\0"
            return start
        if isinstance(value, bytes):
            # A vector of structs of 16 bytes, whose elements stand on a multiple of 8.
            while (len(self.bytes) + 4) % 8:
                self.bytes.append(0)
            start = len(self.bytes)
            self.bytes += struct.pack("<I", len(value) // 16) + value
            return start
        self._align(4)
        start = len(self.bytes)
        self.bytes += struct.pack("<I", len(value)) + bytes(4 * len(value))
        for i, child in enumerate(value):
            self._patch(start + 4 + 4 * i, self._table(child))
        return start


def _write(frame, path, title):
    """Writes a DataFrame's columns as an Arrow stream; an index with a name becomes a column."""
    if isinstance(frame, pd.Series):
        frame = frame.to_frame(frame.name or "value")
    if not isinstance(frame, pd.DataFrame):
        hint = "; the values for question marks come second, without a name" if isinstance(frame, _LISTS) else ""
        raise Error(f"{title} is a {type(frame).__name__}, where a DataFrame or a path is wanted{hint}", 2)
    if any(name is not None for name in frame.index.names):
        taken = next((name for name in frame.index.names if name is not None and name in frame.columns), None)
        if taken is not None:
            raise Error(f"{title} has an index and a column {taken}; rename one, or drop the index", 2)
        frame = frame.reset_index()
    names = [str(name) for name in frame.columns]
    if not names:
        raise Error(f"{title} has no columns", 2)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Error(f"{title} has two columns {twice}; name them apart", 2)
    columns = [_Outgoing(f"column {name} of {title}", name, frame.iloc[:, i]) for i, name in enumerate(names)]
    with open(path, "wb") as file:
        fields = [column.field() for column in columns]
        _message(file, _SCHEMA, _Table(_1=fields), [])
        for start in range(0, len(frame), _BATCH_ROWS):
            rows = min(_BATCH_ROWS, len(frame) - start)
            nodes, buffers = b"", []
            for column in columns:
                nulls, parts = column.batch(start, rows)
                nodes += struct.pack("<qq", rows, nulls)
                buffers += parts
            places, offset = b"", 0
            for buffer in buffers:
                places += struct.pack("<qq", offset, len(buffer))
                offset += -(-len(buffer) // 8) * 8
            _message(file, _RECORD_BATCH, _Table(_0=("q", rows), _1=nodes, _2=places), buffers)
        file.write(struct.pack("<iI", -1, 0))


def _message(file, kind, header, buffers):
    length = sum(-(-len(buffer) // 8) * 8 for buffer in buffers)
    message = _Table(_0=("h", 4), _1=("B", kind), _2=header, _3=("q", length))
    metadata = _FlatWriter(message).bytes
    file.write(struct.pack("<iI", -1, len(metadata)))
    file.write(metadata)
    for buffer in buffers:
        file.write(buffer)
        file.write(bytes(-len(buffer) % 8))


class _Outgoing:
    """One column of a DataFrame as Arrow's buffers."""

    def __init__(self, title, name, series):
        self.title, self.name = title, name
        series = self._in_range(lambda: self._typed(series))
        self.valid = series.notna().to_numpy(dtype=bool)
        kind = series.dtype.kind
        if kind == "b":
            self.field_type = _BOOL, _Table()
            self.values = series.fillna(False).to_numpy(dtype=bool)
        elif kind in "iu":
            self.field_type = _INT, _Table(_0=("i", 64), _1=("B", 1))
            if kind == "u" and (series.fillna(0) > np.iinfo(np.int64).max).any():
                raise self._too_large()
            self.values = series.fillna(0).to_numpy(dtype="<i8")
        elif kind == "f":
            self.field_type = _FLOAT, _Table(_0=("h", 2))
            self.values = series.to_numpy(dtype="<f8", na_value=np.nan)
        elif kind == "M":
            self.field_type = _TIMESTAMP, _Table(_0=("h", _NANOSECOND))
            self.values = self._in_range(lambda: series.astype("datetime64[ns]")).to_numpy().view("<i8")
        elif kind == "m":
            self.field_type = _DURATION, _Table(_0=("h", _NANOSECOND))
            self.values = self._in_range(lambda: series.astype("timedelta64[ns]")).to_numpy().view("<i8")
        else:
            self.field_type, self.values = self._objects(series.to_numpy(dtype=object))

    @staticmethod
    def _typed(series):
        """The same values in numpy's or pandas' own type for them, objects where there is none."""
        if isinstance(series.dtype, pd.DatetimeTZDtype):
            return series.dt.tz_convert("UTC").dt.tz_localize(None)
        if isinstance(series.dtype, pd.CategoricalDtype) or type(series.dtype).__name__ == "ArrowDtype":
            series = series.astype(object)
        if series.dtype != object:
            return series
        holds = pd.api.types.infer_dtype(series, skipna=True)
        if holds == "integer":
            return series.astype("Int64")
        if holds == "boolean":
            return series.astype("boolean")
        if holds in ("floating", "mixed-integer-float"):
            return series.astype("Float64")
        # A datetime is a date, too: beside dates it would be cut to its day.
        present = series.dropna() if holds in ("date", "mixed") else ()
        times = any(isinstance(value, datetime.datetime) for value in present)
        times = times and all(isinstance(value, datetime.date) for value in present)
        if holds in ("datetime", "datetime64") or times:
            return pd.to_datetime(series, utc=True).dt.tz_localize(None)
        return pd.to_timedelta(series) if holds in ("timedelta", "timedelta64") else series

    def _in_range(self, convert):
        try:
            return convert()
        except OverflowError as failure:
            raise self._too_large() from failure
        except (pd.errors.OutOfBoundsDatetime, pd.errors.OutOfBoundsTimedelta) as failure:
            raise self._out_of_time() from failure

    def _too_large(self):
        return Error(f"{self.title} holds integers beyond 64 bits with sign; convert it first", 2)

    def _out_of_time(self):
        return Error(f"{self.title} holds times outside of 1677-09-21 to 2262-04-11; drop or clip them first", 2)

    def _objects(self, values):
        present = values[self.valid]
        holds = pd.api.types.infer_dtype(present, skipna=False)
        if holds == "empty":
            return (_NULL, _Table()), values
        if holds == "string":
            return (_UTF8, _Table()), values
        if holds == "date":
            days = np.zeros(len(values), dtype="<i4")
            days[self.valid] = present.astype("datetime64[D]").astype("<i4")
            if (np.abs(days) > _MOST_DAYS).any():
                raise self._out_of_time()
            return (_DATE, _Table(_0=("h", 0))), days
        if holds == "decimal":
            return self._decimals(present)
        kinds = " and ".join(sorted({type(value).__name__ for value in present}))
        raise Error(f"{self.title} holds {kinds} objects; convert it to text or numbers first", 2)

    def _decimals(self, present):
        if not all(number.is_finite() for number in present):
            raise Error(f"{self.title} holds an infinite Decimal; drop it first", 2)
        scale = max(0, max(-number.as_tuple().exponent for number in present))
        wide = decimal.Context(prec=2 * _DECIMAL_DIGITS)
        whole = [int(number.scaleb(scale, wide)) for number in present]
        digits = max(scale, max(len(str(abs(number))) for number in whole))
        if digits > _DECIMAL_DIGITS:
            raise Error(f"{self.title} holds Decimals of {digits} digits, and {_DECIMAL_DIGITS} are the most", 2)
        values = np.zeros(len(self.valid), dtype="V16")
        values[self.valid] = [number.to_bytes(16, "little", signed=True) for number in whole]
        return (_DECIMAL, _Table(_0=("i", digits), _1=("i", scale))), values

    def field(self):
        number, details = self.field_type
        return _Table(_0=self.name, _1=("B", 1), _2=("B", number), _3=details, _5=[])

    def batch(self, start, rows):
        """The count of NULLs, and the buffers: validity, then offsets and bytes of texts, or values."""
        valid = self.valid[start : start + rows]
        values = self.values[start : start + rows]
        nulls = rows - int(valid.sum())
        if self.field_type[0] == _NULL:
            return nulls, []
        validity = b"" if nulls == 0 else np.packbits(valid, bitorder="little").tobytes()
        if self.field_type[0] == _UTF8:
            return nulls, [validity, *self._texts(values, valid)]
        if self.field_type[0] == _BOOL:
            return nulls, [validity, np.packbits(values, bitorder="little").tobytes()]
        return nulls, [validity, values.tobytes()]

    def _texts(self, values, valid):
        try:
            if pyarrow is not None:
                _, ends, data = pyarrow.array(values, pyarrow.utf8(), mask=~valid).buffers()
                return ends.to_pybytes()[: 4 * len(values) + 4], data.to_pybytes() if data is not None else b""
            texts = [value.encode("utf-8") if ok else b"" for value, ok in zip(values, valid)]
        except UnicodeEncodeError as failure:
            raise Error(f"{self.title} holds a text that UTF-8 has no bytes for: {failure.object!r}", 2) from failure
        ends = np.zeros(len(texts) + 1, dtype="<i4")
        np.cumsum([len(text) for text in texts], out=ends[1:])
        return ends.tobytes(), b"".join(texts)


# ---- Arrow files, read -------------------------------------------------------------------------------


class _Flat:
    """A FlatBuffers table to be read."""

    def __init__(self, data, at):
        self.data, self.at = data, at
        self.vtable = at - struct.unpack_from("<i", data, at)[0]
        self.slots = (struct.unpack_from("<H", data, self.vtable)[0] - 4) // 2

    def _place(self, slot):
        offset = struct.unpack_from("<H", self.data, self.vtable + 4 + 2 * slot)[0] if slot < self.slots else 0
        return self.at + offset if offset else 0

    def scalar(self, slot, kind, otherwise=0):
        place = self._place(slot)
        return struct.unpack_from("<" + kind, self.data, place)[0] if place else otherwise

    def _target(self, slot):
        place = self._place(slot)
        return place + struct.unpack_from("<I", self.data, place)[0] if place else 0

    def table(self, slot):
        target = self._target(slot)
        return _Flat(self.data, target) if target else None

    def text(self, slot):
        target = self._target(slot)
        length = struct.unpack_from("<I", self.data, target)[0] if target else 0
        return bytes(self.data[target + 4 : target + 4 + length]).decode("utf-8")

    def tables(self, slot):
        target = self._target(slot)
        count = struct.unpack_from("<I", self.data, target)[0] if target else 0
        places = [target + 4 + 4 * i for i in range(count)]
        return [_Flat(self.data, place + struct.unpack_from("<I", self.data, place)[0]) for place in places]

    def pairs(self, slot):
        """A vector of structs of two 64-bit integers."""
        target = self._target(slot)
        count = struct.unpack_from("<I", self.data, target)[0] if target else 0
        return [struct.unpack_from("<qq", self.data, target + 4 + 16 * i) for i in range(count)]


class _ArrowReader:
    """Reads an Arrow file as baro writes it: the stream between its magic words, uncompressed."""

    def __init__(self, data):
        self.data = memoryview(data)
        self.fields = []
        self.dictionaries = {}
        self.batches = []
        at = 8
        while True:
            marker, size = struct.unpack_from("<iI", self.data, at)
            if marker != -1 or size == 0:
                break
            message = _Flat(self.data, at + 8 + struct.unpack_from("<I", self.data, at + 8)[0])
            body = at + 8 + size
            self._message(message.scalar(1, "B"), message.table(2), body)
            at = body + message.scalar(3, "q")

    def _message(self, kind, header, body):
        if kind == _SCHEMA:
            self.fields = [_Incoming(field) for field in header.tables(1)]
        elif kind == _DICTIONARY_BATCH:
            number, batch = header.scalar(0, "q"), header.table(1)
            field = next(field for field in self.fields if field.dictionary == number)
            values = field.texts(self._arrays(batch, body, [3])[0], batch.scalar(0, "q"))
            known = self.dictionaries.get(number) if header.scalar(2, "B") else None
            self.dictionaries[number] = values if known is None else np.concatenate([known, values])
        else:
            arrays = self._arrays(header, body, [field.buffers for field in self.fields])
            rows = header.scalar(0, "q")
            self.batches.append(
                [field.values(array, rows, self.dictionaries) for field, array in zip(self.fields, arrays)]
            )

    def _arrays(self, batch, body, counts):
        """Per column: the number of NULLs, then its buffers."""
        nodes, places = batch.pairs(1), batch.pairs(2)
        arrays, at = [], 0
        for (_, nulls), count in zip(nodes, counts):
            buffers = [self.data[body + offset : body + offset + length] for offset, length in places[at : at + count]]
            arrays.append((nulls, *buffers))
            at += count
        return arrays

    def frame(self):
        columns = []
        for i, field in enumerate(self.fields):
            parts = [batch[i] for batch in self.batches]
            columns.append(field.series(parts))
        frame = pd.concat(columns, axis=1) if columns else pd.DataFrame()
        frame.columns = [field.name for field in self.fields]
        return frame


class _Incoming:
    """One column of an Arrow file."""

    def __init__(self, field):
        self.name = field.text(0)
        self.type = field.scalar(2, "B")
        self.detail = field.table(3)
        encoding = field.table(4)
        self.dictionary = None if encoding is None else encoding.scalar(0, "q")
        index = None if encoding is None else encoding.table(1)
        self.index = f"<i{index.scalar(0, 'i') // 8}" if index is not None else "<i4"
        self.buffers = 3 if self.type in (_UTF8, _LARGE_UTF8) and encoding is None else 2

    def values(self, array, rows, dictionaries):
        """The rows' values and whether they are there."""
        nulls, validity = array[0], array[1]
        valid = np.ones(rows, dtype=bool) if nulls == 0 or len(validity) == 0 else _bits(validity, rows)
        if self.dictionary is not None:
            codes = np.frombuffer(array[2], dtype=self.index, count=rows)
            values = np.full(rows, None, dtype=object)
            values[valid] = dictionaries[self.dictionary][codes[valid]] if valid.any() else None
            return values, valid
        if self.type in (_UTF8, _LARGE_UTF8):
            values = self.texts(array, rows)
            values[~valid] = None
            return values, valid
        if self.type == _BOOL:
            return _bits(array[2], rows), valid
        if self.type == _DECIMAL:
            return self._decimals(array[2], rows, valid), valid
        return np.frombuffer(array[2], dtype=self._dtype(), count=rows), valid

    def _dtype(self):
        if self.type == _INT:
            return f"<i{self.detail.scalar(0, 'i') // 8}"
        if self.type == _FLOAT:
            return {1: "<f4", 2: "<f8"}[self.detail.scalar(0, "h")]
        return "<i4" if self.type == _DATE and self.detail.scalar(0, "h", 1) == 0 else "<i8"

    def _decimals(self, buffer, rows, valid):
        scale = self.detail.scalar(1, "i")
        values = np.full(rows, None, dtype=object)
        for row in np.flatnonzero(valid):
            number = int.from_bytes(buffer[16 * row : 16 * row + 16], "little", signed=True)
            values[row] = decimal.Decimal(number).scaleb(-scale, decimal.Context(prec=76))
        return values

    def texts(self, array, rows):
        ends = np.frombuffer(array[2], dtype="<i8" if self.type == _LARGE_UTF8 else "<i4", count=rows + 1)
        if pyarrow is not None:
            kind = pyarrow.large_utf8() if self.type == _LARGE_UTF8 else pyarrow.utf8()
            buffers = [None, pyarrow.py_buffer(array[2]), pyarrow.py_buffer(array[3])]
            return pyarrow.Array.from_buffers(kind, rows, buffers).to_numpy(zero_copy_only=False)
        data = bytes(array[3])
        values = np.empty(rows, dtype=object)
        for row in range(rows):
            values[row] = data[ends[row] : ends[row + 1]].decode("utf-8")
        return values

    def series(self, parts):
        """All batches as one Series of pandas' type."""
        values = np.concatenate([part[0] for part in parts]) if parts else np.empty(0, dtype=object)
        valid = np.concatenate([part[1] for part in parts]) if parts else np.empty(0, dtype=bool)
        whole = bool(valid.all())
        if self.type == _INT and self.dictionary is None:
            values = values.astype(np.int64)
            return pd.Series(values if whole else pd.arrays.IntegerArray(values, ~valid))
        if self.type == _FLOAT:
            return pd.Series(np.where(valid, values.astype(np.float64), np.nan) if not whole else values.astype(np.float64))
        if self.type == _BOOL:
            values = values.astype(bool)
            return pd.Series(values if whole else pd.arrays.BooleanArray(values, ~valid))
        if self.type in (_TIMESTAMP, _DURATION, _DATE):
            units = {0: "s", 1: "ms", 2: "us", 3: "ns"}
            unit = units[self.detail.scalar(0, "h", 1 if self.type == _DURATION else 0)]
            if self.type == _DATE:
                unit = "D" if self.detail.scalar(0, "h", 1) == 0 else "ms"
            letter = "m" if self.type == _DURATION else "M"
            times = values.astype(np.int64).view(f"{letter}8[{unit}]").astype(f"{letter}8[ns]")
            times[~valid] = np.timedelta64("NaT") if letter == "m" else np.datetime64("NaT")
            return pd.Series(times)
        return pd.Series(values, dtype=object)


def _bits(buffer, rows):
    return np.unpackbits(np.frombuffer(buffer, dtype=np.uint8), count=rows, bitorder="little").astype(bool)
