"""Runs the pairs of a page, ```python pandas and ```python barograph, and compares their tables.

    check_page.py PAGE

Rows are compared as a bag, columns by position and name, floats to a relative 1e-9, texts and integers exactly. Exit
status 1 where a pair differs.
"""

import ast
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import numpy as np
import pandas as pd


def value(code, names):
    """Runs the statements of a block and gives the value of its last expression."""
    tree = ast.parse(code)
    last = tree.body.pop()
    exec(compile(tree, "page", "exec"), names)
    if not isinstance(last, ast.Expr):
        exec(compile(ast.Module([last], []), "page", "exec"), names)
        return None
    return eval(compile(ast.Expression(last.value), "page", "eval"), names)


def sorted_rows(frame):
    frame = frame.reset_index(drop=True)
    keys = frame.apply(lambda column: column.map(lambda v: "" if pd.isna(v) else f"{v:.6e}" if isinstance(v, float) else str(v)))
    return frame.iloc[keys.sort_values(list(keys.columns), kind="stable").index].reset_index(drop=True)


def difference(expected, actual):
    """What differs, or nothing."""
    if list(map(str, expected.columns)) != list(map(str, actual.columns)):
        return f"columns {list(expected.columns)} and {list(actual.columns)}"
    if len(expected) != len(actual):
        return f"{len(expected)} and {len(actual)} rows"
    expected, actual = sorted_rows(expected), sorted_rows(actual)
    for column in expected.columns:
        left, right = expected[column], actual[column]
        if not (left.isna().to_numpy() == right.isna().to_numpy()).all():
            return f"NULLs of column {column}"
        there = left.notna().to_numpy()
        if pd.api.types.is_float_dtype(left) or pd.api.types.is_float_dtype(right):
            same = np.isclose(left[there].astype(float), right[there].astype(float), rtol=1e-9, atol=0)
        else:
            same = left[there].to_numpy() == right[there].to_numpy()
        if not np.all(same):
            row = int(np.flatnonzero(~np.asarray(same))[0])
            return f"column {column}: {left[there].iloc[row]!r} and {right[there].iloc[row]!r}"
    return None


def main(page):
    with open(page, encoding="utf-8") as file:
        blocks = re.findall(r"^```python (\w+)\n(.*?)^```", file.read(), re.MULTILINE | re.DOTALL)
    names, expected, pairs, failures = {}, None, 0, 0
    for kind, code in blocks:
        try:
            result = value(code, names)
        except Exception as failure:
            print(f"fails: {type(failure).__name__}: {failure}\n{code}")
            failures += 1
            continue
        if kind == "pandas":
            expected = result
        elif kind == "barograph":
            pairs += 1
            found = difference(expected, result)
            if found:
                print(f"differs in {found}\n{code}")
                failures += 1
    print(f"{pairs} pairs, {failures} failures")
    return 1 if failures or pairs == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
