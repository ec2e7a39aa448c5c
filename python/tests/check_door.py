"""Values of every kind through the door and back, and errors in the caller's terms. Exit status 1 where one differs."""

import datetime
import decimal
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import numpy as np
import pandas as pd

import barograph


def frames_pass_unchanged():
    frame = pd.DataFrame({
        "whole": [1, -(2**63), 2**63 - 1],
        "number": [0.1, np.nan, -1e308],
        "text": ["a,\"b\"", None, "온도\n"],
        "time": pd.to_datetime(["2023-01-01", "2023-01-01 00:00:00.000000001", None]),
        "flag": [True, False, True],
        "maybe": pd.array([1, None, 2**60 + 1], dtype="Int64"),
        "took": pd.to_timedelta([1, None, 3], unit="s"),
        "device id": ["007", "7", ""],
    })
    back = barograph.sql("SELECT * FROM t", t=frame)
    pd.testing.assert_frame_equal(back, frame)
    empty = barograph.sql("SELECT whole, text FROM t WHERE whole = 5", t=frame)
    assert list(empty.columns) == ["whole", "text"] and len(empty) == 0, empty


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


def errors_say_what_and_where():
    for query, status, words in [
        ("SELECT temprature FROM t", 2, "temperature"),
        ("SELECT * FROM 'absent.csv'", 3, "absent.csv"),
        ("SELECT ?", 2, "question marks"),
    ]:
        try:
            barograph.sql(query, t=pd.DataFrame({"temperature": [1.0]}))
        except barograph.Error as error:
            assert error.status == status and words in str(error), (query, error.status, str(error))
        else:
            raise AssertionError(query)
    try:
        barograph.sql("SELECT * FROM t", t=pd.DataFrame({"x": [{"a": 1}]}))
    except barograph.Error as error:
        assert "column x holds dict" in str(error), error


def other_doors_give_text():
    frame = pd.DataFrame({"ts": pd.date_range("2023-01-01", periods=100, freq="s"), "v": range(100)})
    assert "Scan" in barograph.explain("SELECT count(*) FROM t", t=frame)
    assert "v" in barograph.summarize(frame)
    assert "list:" in barograph.verify("SELECT * FROM t ORDER BY v", t=frame)


for check in [frames_pass_unchanged, many_batches_and_texts_pass, literals_are_values, errors_say_what_and_where,
              other_doors_give_text]:
    check()
    print("ok", check.__name__)
