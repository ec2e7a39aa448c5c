"""Values of every kind through the door and back, and errors in the caller's terms. Exit status 1 where one differs."""

import datetime
import decimal
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import warnings

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import numpy as np
import pandas as pd

import barograph


def frames_pass_unchanged():
    frame = pd.DataFrame({
        "whole": [1, -(2**63), 2**63 - 1],
        "number": [0.1, np.nan, -1e308],
        "text": ["a,\"b\"", None, "온도\n"],
        "time": pd.Series([pd.Timestamp("2023-01-01"), pd.Timestamp("2023-01-01 00:00:00.000000001"), pd.NaT]),
        "flag": [True, False, True],
        "maybe": pd.array([1, None, 2**60 + 1], dtype="Int64"),
        "took": pd.to_timedelta([1, None, 3], unit="s"),
        "device id": ["007", "7", ""],
    })
    back = barograph.sql("SELECT * FROM t", t=frame)
    pd.testing.assert_frame_equal(back, frame)
    empty = barograph.sql("SELECT whole, text FROM t WHERE whole = 5", t=frame)
    assert list(empty.columns) == ["whole", "text"] and len(empty) == 0, empty


def columns_of_every_dtype_pass():
    def passed(values):
        return barograph.sql("SELECT * FROM t", t=pd.DataFrame({"열": values}))["열"]

    seoul = passed(pd.to_datetime(["2023-01-01 09:00:00", None]).tz_localize("Asia/Seoul"))
    assert seoul[0] == pd.Timestamp("2023-01-01") and seoul.isna()[1], seoul
    for values, expected in [
        (pd.Categorical(["x", None, "y"]), ["x", None, "y"]),
        (pd.Categorical([2, 1, 2]), [2, 1, 2]),
        (np.array([1, 2], dtype="int8"), [1, 2]),
        (np.array([1, 2], dtype="uint64"), [1, 2]),
        (np.array([1.5, 2], dtype="float16"), [1.5, 2.0]),
        (pd.array(["a,b\n", None], dtype="string"), ["a,b\n", None]),
        (pd.Series([decimal.Decimal("1.10"), None, decimal.Decimal("-3")], dtype=object),
         [decimal.Decimal("1.10"), None, decimal.Decimal("-3.00")]),
        ([datetime.date(2023, 1, 1), datetime.datetime(2023, 1, 1, 10, 30)],
         [pd.Timestamp("2023-01-01"), pd.Timestamp("2023-01-01 10:30")]),
        ([datetime.datetime(2023, 1, 1, 10, 30), datetime.date(2023, 1, 1)],
         [pd.Timestamp("2023-01-01 10:30"), pd.Timestamp("2023-01-01")]),
        ([datetime.date(1999, 12, 31), datetime.date(2023, 1, 1)], [pd.Timestamp("1999-12-31"), pd.Timestamp("2023-01-01")]),
    ]:
        assert list(passed(values)) == expected, (values, passed(values))
    for values, dtype in [
        (pd.Series([2**62 + 1, None], dtype=object), "Int64"),
        (pd.Series([True, None], dtype=object), "boolean"),
        (pd.array([1.5, None], dtype="Float64"), "float64"),
        (np.array([], dtype="int64"), "int64"),
        (pd.to_datetime([]), "datetime64[ns]"),
        (pd.Series([datetime.datetime(2023, 1, 1), None], dtype=object), "datetime64[ns]"),
    ]:
        back = passed(values)
        assert back.dtype == dtype and len(back) == len(values), (values, back)
    assert passed(pd.Series([2**62 + 1, None], dtype=object))[0] == 2**62 + 1


def columns_without_a_value_fit_every_use():
    for values in [pd.Series([None, None], dtype=object), pd.Series([], dtype=object)]:
        table = pd.DataFrame({"x": values})
        row = barograph.sql("SELECT sum(x) AS s, max(x) AS m, count(*) AS n FROM t", t=table).iloc[0]
        assert np.isnan(row.s) and row.n == len(values), row
        assert list(barograph.sql("SELECT x FROM t", t=table)["x"]) == [None] * len(values)


def many_batches_and_texts_pass():
    n = 200_000
    frame = pd.DataFrame({"id": np.arange(n), "name": [f"device {i % 977}" for i in range(n)]})
    back = barograph.sql("SELECT * FROM t", t=frame, threads=2)
    pd.testing.assert_frame_equal(back, frame)


def literals_are_values():
    values = [5, -2.5, "it's; DROP", True, None, pd.Timestamp("2023-01-02 03:04:05.000000006"), datetime.timedelta(hours=1)]
    row = barograph.sql("SELECT ? AS a, ? AS b, ? AS c, ? AS d, coalesce(?, 1) AS e, ? AS f, ? AS g, '?' AS h", values).iloc[0]
    assert (row.a, row.b, row.c, row.d, row.e, row.h) == (5, -2.5, "it's; DROP", True, 1, "?"), row
    assert row.f == values[5] and row.g == values[6], row
    exact = barograph.sql("SELECT ? AS d, ? AS day", [decimal.Decimal("0.10"), datetime.date(2023, 1, 2)]).iloc[0]
    assert exact.d == decimal.Decimal("0.10") and exact.day == pd.Timestamp("2023-01-02"), exact


def lists_are_as_many_values():
    frame = pd.DataFrame({"n": [1, 2, 3, 4], "s": ["a", "b", "c", None]})
    for condition, values, expected in [
        ("n IN ?", [[1, 3]], [1, 3]),
        ("n IN (?)", [(2, 4)], [2, 4]),
        ("n NOT IN (?, ?)", [pd.Series([1, 2]), 3], [4]),
        ("s IN ? AND n < ?", [np.array(["a", "c"]), 3], [1]),
        ("n IN (/* these */ ?)", [[1, 2]], [1, 2]),
        ("(n, s) IN ?", [[(1, "a"), (2, "c")]], [1]),
        ("n = ?", [np.array(3)], [3]),
    ]:
        answer = barograph.sql(f"SELECT n FROM t WHERE {condition} ORDER BY n", values, t=frame)
        assert list(answer["n"]) == expected, (condition, answer)
    for values, words in [([[]], "a list without values"), ("ab", "given as a list")]:
        try:
            barograph.sql("SELECT n FROM t WHERE n IN ?", values, t=frame)
        except barograph.Error as error:
            assert words in str(error), error
        else:
            raise AssertionError(words)


def tables_may_have_any_name():
    row = barograph.sql("SELECT (SELECT max(a) FROM query) AS q, (SELECT max(a) FROM parameters) AS p",
                        query=pd.DataFrame({"a": [1]}), parameters=pd.DataFrame({"a": [2]})).iloc[0]
    assert (row.q, row.p) == (1, 2), row
    try:
        barograph.sql("SELECT ? AS a", parameters=[1])
    except barograph.Error as error:
        assert "second, without a name" in str(error) or "question marks" in str(error), error
    else:
        raise AssertionError("a list is no table")


def summaries_are_frames():
    summary = barograph.sql("SUMMARIZE t", t=pd.DataFrame({"a": [1, 3], "b": ["x", None]}))
    assert list(summary["column"]) == ["a", "b"] and list(summary["nulls"]) == [0, 1], summary
    assert summary["mean"][0] == 2.0 and list(summary["max"]) == ["3", "x"], summary


def errors_say_what_and_where():
    for query, status, words in [
        ("SELECT temprature FROM t", 2, "temperature"),
        ("SELECT * FROM 'absent.csv'", 3, "absent.csv"),
        ("SELECT ?", 2, "question marks"),
        ("-- a plan\nexplain SELECT 1", 2, "barograph.explain(query)"),
        ("CREATE VIEW v AS SELECT 1 AS a", 2, "add a SELECT"),
    ]:
        try:
            barograph.sql(query, t=pd.DataFrame({"temperature": [1.0]}))
        except barograph.Error as error:
            assert error.status == status and words in str(error), (query, error.status, str(error))
        else:
            raise AssertionError(query)
    for table, words in [
        (pd.DataFrame({"x": [{"a": 1}]}), "column x of table t holds dict"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "table t has two columns a"),
        (pd.DataFrame(), "table t has no columns"),
        (pd.DataFrame({"x": np.array([2**63], dtype="uint64")}), "beyond 64 bits"),
        (pd.DataFrame({"x": ["\ud800"]}), "UTF-8"),
        (pd.DataFrame({"x": [2**70]}), "column x of table t holds integers beyond 64 bits"),
        (pd.DataFrame({"x": [datetime.date(1600, 1, 1)]}), "column x of table t holds times outside"),
        (pd.DataFrame({"x": pd.Series([datetime.datetime(1600, 1, 1)], dtype=object)}), "column x of table t holds times outside"),
        (pd.DataFrame({"x": [1, "x"]}), "column x of table t holds int and str objects"),
        (pd.DataFrame({"x": [1]}, index=pd.Index([5], name="x")), "an index and a column x"),
        ({"a": [1]}, "table t is a dict"),
    ]:
        try:
            barograph.sql("SELECT * FROM t", t=table)
        except barograph.Error as error:
            assert words in str(error), error
        else:
            raise AssertionError(words)


def a_path_that_is_no_command_is_an_error():
    before = os.environ.get("BAROGRAPH")
    os.environ["BAROGRAPH"] = "/absent/baro"
    try:
        barograph.sql("SELECT 1 AS a")
    except barograph.Error as error:
        assert error.status == 3 and "BAROGRAPH is '/absent/baro'" in str(error), error
    else:
        raise AssertionError("no error")
    finally:
        if before is None:
            del os.environ["BAROGRAPH"]
        else:
            os.environ["BAROGRAPH"] = before


def errors_show_the_lines_of_the_caller():
    try:
        barograph.sql("SELECT 1,\n  temprature\nFROM t", t=pd.DataFrame({"temperature": [1.0]}))
    except barograph.Error as error:
        assert str(error).endswith("line 2:   temprature\n          ^"), error
    else:
        raise AssertionError("no error")


def what_is_left_out_is_told():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "n.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("n,x\n" + "1,2\n" * 30_000 + "1,warm\n")
        for _ in range(2):
            with warnings.catch_warnings(record=True) as told:
                assert barograph.sql("SELECT count(*) AS n, sum(1 / (n - 1)) AS s FROM t", t=path)["n"][0] == 30_000
            said = "\n".join(str(warning.message) for warning in told)
            assert "1 of 30,001 records rejected" in said and "undefined" in said, said
            assert told[0].category is barograph.LeftOut and told[0].filename == __file__, told[0]
    before = os.environ.get("JAVA_TOOL_OPTIONS")
    os.environ["JAVA_TOOL_OPTIONS"] = "-Xshare:auto"
    try:
        with warnings.catch_warnings(record=True) as told:
            barograph.sql("SELECT 1 AS a")
            barograph.sql("SELECT 1 AS a", memory="256m")
    finally:
        if before is None:
            del os.environ["JAVA_TOOL_OPTIONS"]
        else:
            os.environ["JAVA_TOOL_OPTIONS"] = before
    assert not told, [str(warning.message) for warning in told]


def question_marks_in_comments_stay():
    row = barograph.sql("SELECT ? AS a -- what?\n, /* ? */ '?' AS b", [1]).iloc[0]
    assert (row.a, row.b) == (1, "?"), row


def an_interrupt_ends_the_query_alone():
    """Ctrl-C in a terminal goes to Python, which ends the command's process."""
    code = "import barograph\ntry:\n  barograph.sql(\"SELECT count(*) FROM 'n.csv' a CROSS JOIN 'n.csv' b CROSS JOIN 'n.csv' c\")\n" \
           "except KeyboardInterrupt:\n  print('interrupted')"
    with tempfile.TemporaryDirectory() as folder:
        pd.DataFrame({"n": range(4000)}).to_csv(os.path.join(folder, "n.csv"), index=False)
        environment = dict(os.environ, PYTHONPATH=sys.path[0], TMPDIR=folder)
        process = subprocess.Popen([sys.executable, "-c", code], cwd=folder, env=environment, stdout=subprocess.PIPE,
                                   start_new_session=True)
        while not any(name.startswith("barograph-") for name in os.listdir(folder)):
            time.sleep(0.05)
        time.sleep(2)
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=60)
        assert said == b"interrupted\n", said
        assert not [name for name in os.listdir(folder) if name.startswith("barograph-")], os.listdir(folder)


def one_process_answers_until_it_ends():
    def process():
        return barograph._session.process

    barograph.sql("SELECT 1 AS a")
    first = process()
    try:
        barograph.sql("SELECT b")
    except barograph.Error:
        pass
    assert barograph.sql("SELECT 2 AS a", threads=1)["a"][0] == 2 and process() is first, "a mistake ended it"
    first.kill()
    first.wait()
    assert barograph.sql("SELECT 3 AS a")["a"][0] == 3 and process() is not first, "it was killed while it waited"
    second = process()
    barograph.close()
    assert second.returncode is not None and barograph._session is None, "close() ends it"
    barograph._IDLE_SECONDS = 0.1
    try:
        barograph.sql("SELECT 4 AS a")
        deadline = time.monotonic() + 60
        while barograph._session is not None:
            assert time.monotonic() < deadline, "it waits for ever"
            time.sleep(0.01)
    finally:
        barograph._IDLE_SECONDS = 300
        barograph.close()


def a_process_killed_at_work_is_an_error_and_another_answers():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "n.csv")
        pd.DataFrame({"n": range(4000)}).to_csv(path, index=False)
        barograph.sql("SELECT 1 AS a")
        killer = threading.Timer(1, barograph._session.process.kill)
        killer.start()
        try:
            barograph.sql("SELECT count(*) FROM n a CROSS JOIN n b CROSS JOIN n c", n=path)
        except barograph.Error as error:
            assert error.status == 3 and "died" in str(error), error
        else:
            raise AssertionError("it had been killed")
        assert barograph.sql("SELECT count(*) AS n FROM n", n=path)["n"][0] == 4000


def the_folder_and_the_environment_are_those_of_the_call():
    def process_with(name, value):
        os.environ[name] = value
        try:
            barograph.sql("SELECT 1 AS a")
            return barograph._session.process
        finally:
            del os.environ[name]

    barograph.sql("SELECT 1 AS a")
    first = barograph._session.process
    assert process_with("PYTEST_CURRENT_TEST", "a test") is first
    assert process_with("A_PASSWORD", "x") is not first and first.returncode is not None
    home = os.getcwd()
    try:
        for name in ["first", "second"]:
            with tempfile.TemporaryDirectory() as folder:
                os.chdir(folder)
                pd.DataFrame({"name": [name]}).to_csv("n.csv", index=False)
                assert barograph.sql("SELECT name FROM 'n.csv'")["name"][0] == name
                os.chdir(home)
    finally:
        os.chdir(home)


def threads_and_forks_ask_at_once():
    frames = [pd.DataFrame({"n": range(size)}) for size in (10, 1000, 20000)]
    answers = {}

    def ask(frame):
        answers[len(frame)] = barograph.sql("SELECT count(*) AS n, sum(n) AS s FROM t", t=frame).iloc[0].tolist()

    threads = [threading.Thread(target=ask, args=[frame]) for frame in frames]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {size: [size, size * (size - 1) // 2] for size in (10, 1000, 20000)}, answers
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = 0 if barograph.sql("SELECT 5 AS a")["a"][0] == 5 else 1
            barograph.close()
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert barograph.sql("SELECT 6 AS a")["a"][0] == 6, "the child's end is not the parent's"


def other_doors_give_text():
    frame = pd.DataFrame({"ts": pd.date_range("2023-01-01", periods=100, freq="s"), "v": range(100)})
    assert "Scan" in barograph.explain("SELECT count(*) FROM t", t=frame)
    assert "v" in barograph.summarize(frame)
    assert "list:" in barograph.verify("SELECT * FROM t ORDER BY v", t=frame)


for check in [frames_pass_unchanged, columns_of_every_dtype_pass, columns_without_a_value_fit_every_use, many_batches_and_texts_pass, literals_are_values,
              lists_are_as_many_values, tables_may_have_any_name,
              summaries_are_frames, errors_say_what_and_where, a_path_that_is_no_command_is_an_error,
              errors_show_the_lines_of_the_caller, what_is_left_out_is_told, question_marks_in_comments_stay,
              an_interrupt_ends_the_query_alone, one_process_answers_until_it_ends,
              a_process_killed_at_work_is_an_error_and_another_answers, the_folder_and_the_environment_are_those_of_the_call,
              threads_and_forks_ask_at_once, other_doors_give_text]:
    check()
    print("ok", check.__name__)
