#!/usr/bin/env python3
"""Checks that clang-format would change nothing. Ends with 77, "skipped", when it is not there.

    tools/check_format.py [ROOT [CLANG_FORMAT]]
"""

import subprocess
import sys

import tree

BATCH = 100  # files for one call: its arguments stay short


def problems_in(root, clang_format):
    paths = [path for path in tree.files(root) if tree.is_cpp(path)]
    problems = []
    for begin in range(0, len(paths), BATCH):
        run = subprocess.run([clang_format, "--dry-run", "-Werror", *paths[begin:begin + BATCH]],
                             cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if run.returncode != 0:
            lines = run.stdout.decode(errors="replace").split("\n")
            problems += [line for line in lines if "error:" in line] or lines
    return problems, len(paths)


def main():
    clang_format = sys.argv[2] if len(sys.argv) > 2 else "clang-format-19"
    try:
        subprocess.run([clang_format, "--version"], stdout=subprocess.DEVNULL, check=True)
    except (OSError, subprocess.CalledProcessError):
        print(f"SKIPPED: {clang_format} is not installed, so nothing was checked")
        sys.exit(77)
    tree.finish("check_format", *problems_in(tree.root_from_arguments(), clang_format))


if __name__ == "__main__":
    main()
