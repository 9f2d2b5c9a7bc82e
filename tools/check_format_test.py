#!/usr/bin/env python3
"""check_format lets formatted code pass, and fails on any other.

    tools/check_format_test.py SCRATCH CLANG_FORMAT
"""

import os
import sys

from trial import run, try_all

STYLE = {".clang-format": "BasedOnStyle: Google\nColumnLimit: 100\n"}
CASES = {
    "formatted code": ({**STYLE, "src/a.cc": "int f() { return 1; }\n"}, []),
    "code in another style": ({**STYLE, "src/a.cc": "int f( ){return 1;}\n"}, ["src/a.cc:1:"]),
    "one bad file among many": (
        {**STYLE, **{f"src/f{n}.cc": "int a;\n" for n in range(150)}, "src/z.h": "int  a;\n"},
        ["src/z.h:1:"]),
    "files in other languages": ({**STYLE, "src/a.py": "x=1\n"}, []),
}

if __name__ == "__main__":
    status, printed = run("check_format.py", os.path.abspath(sys.argv[1]), "no-such-clang-format")
    if status != 77 or "SKIPPED" not in printed:
        sys.exit("FAILED a check without its tool must say that it was skipped")
    status, printed = run("check_format.py", os.path.abspath(sys.argv[1]), sys.argv[2])
    if status == 77:
        print(printed)
        sys.exit(77)
    try_all("check_format.py", CASES, sys.argv[2])
