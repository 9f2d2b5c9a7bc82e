#!/usr/bin/env python3
"""Checks the habits that can be checked: sizes, names, comments, and what must not be in the tree.

    tools/check_style.py [ROOT]
"""

import os
import re

import tree
from cpp_text import code_of, comments_of, functions_of

COLUMNS = 100
FUNCTION_LINES = 70
HEADER_LINES, SOURCE_LINES, LONG_LINES = 150, 300, 400
LONG_FILES = "tools/long_files.txt"  # `path: why it is one file`: what was looked at twice

TODO_KINDS = ("perf", "port", "test", "someday")
EMPTY_NAMES = {"common", "misc", "util", "utils", "helper", "helpers", "stuff", "foo"}


def check_size(path, lines, reasons):
    is_header = path.endswith(".h")
    most = HEADER_LINES if is_header else SOURCE_LINES
    if path.endswith("_test.cc") or (path in reasons and not is_header):
        most = LONG_LINES
    if lines > most:
        yield 1, f"{lines} lines, at most {most}: split it by idea"
    elif path in reasons and lines <= SOURCE_LINES:
        yield 1, f"is not long any more: take it out of {LONG_FILES}"


def check_functions(text):
    for line, lines in functions_of(text):
        if lines > FUNCTION_LINES:
            yield line, f"a function of {lines} lines, at most {FUNCTION_LINES}"


def check_columns(text):
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > COLUMNS:
            yield number, f"{len(line)} columns, at most {COLUMNS}"
        if line != line.rstrip():
            yield number, "ends in spaces"


def check_name(path):
    for part in path.split("/"):
        if not re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9]+)*", part):
            yield 1, f"{part}: names of files and folders are snake_case"
    stem = os.path.basename(path).split(".")[0]
    if stem in EMPTY_NAMES or stem.split("_")[-1] in EMPTY_NAMES - {"foo"}:
        yield 1, f"{stem} says nothing: name the idea"


def check_opening(path, text):
    if not path.endswith(".h"):
        return
    if not text.startswith("//"):
        yield 1, "a header opens with what the thing is"
    if "#pragma once" not in text:
        yield 1, "a header needs #pragma once"


def check_own_header(path, text, known):
    """x.cc includes its own header first, so that the header is known to stand alone."""
    if not path.endswith(".cc") or path.endswith("_test.cc"):
        return
    own = path[:-len(".cc")] + ".h"
    public = "include/daybook/" + os.path.basename(own)
    first = re.search(r"^#include (.*)$", text, re.MULTILINE)
    wanted = [f'"{own}"'] if own in known else []
    if path.startswith("src/core/") and public in known:
        wanted.append(f'"daybook/{os.path.basename(own)}"')
    if wanted and first and first.group(1) not in wanted:
        yield text.count("\n", 0, first.start()) + 1, f"its own header comes first: {wanted[0]}"


def check_ownership(text):
    """new and delete have a word beside them."""
    code, comments = code_of(text).split("\n"), comments_of(text)
    for number, line in enumerate(code, 1):
        said = any(near in comments for near in range(number - 3, number + 1))
        if re.search(r"\bnew\b", line) and not said:
            yield number, "new without a comment that says why"
        if re.search(r"\bdelete\b", re.sub(r"=\s*delete\b", "", line)) and not said:
            yield number, "delete without a comment that says why"


def check_sharing(path, text, own_header):
    """shared_ptr needs a word on who shares: in the file, or in the header that it belongs to."""
    if path.endswith("_test.cc"):
        return
    code = code_of(text).split("\n")
    first = next((number for number, line in enumerate(code, 1) if "shared_ptr" in line), None)
    words = " ".join([*comments_of(text).values(), *comments_of(own_header).values()])
    if first and not re.search(r"(?i)\bshare[sd]?\b|\bsharing\b|\balive\b", words):
        yield first, "shared_ptr in a file without a comment that says who shares"


def check_sleeping(text):
    for number, line in enumerate(code_of(text).split("\n"), 1):
        if re.search(r"\b(sleep_for|sleep_until|usleep|nanosleep)\b", line):
            yield number, "sleeps: wait for a condition, or for the clock one was given"


def check_todos(text):
    kinds = "|".join(TODO_KINDS)
    for number, comment in comments_of(text).items():
        for found in re.finditer(r"\b(TODO|FIXME|XXX|HACK)\b(.*)", comment):
            if found.group(1) != "TODO" or not re.match(rf"\(({kinds})\): \S", found.group(2)):
                yield number, f"write TODO(kind): what, with a kind of {', '.join(TODO_KINDS)}"


# What is said of every text file. The patterns are put together from parts, so that this file does
# not hold what it looks for.
FORBIDDEN = (
    (re.compile("/(home|root|work" + r"|Users)/[\w.]"), "an absolute path of one machine"),
    (re.compile("https?://" + r"[\w.-]*\b(registry|artifactory|nexus|mirror|pypi)\b[\w.-]*\.\w"),
     "the host of a package registry"),
    (re.compile('"resolved": *"' + "https?:"), "the host of a package registry"),
)


def check_places(text):
    for number, line in enumerate(text.split("\n"), 1):
        for pattern, what in FORBIDDEN:
            if pattern.search(line):
                yield number, f"{what} has no place in the tree"


def reasons_in(root, known):
    reasons = {}
    if LONG_FILES in known:
        for line in tree.read(root, LONG_FILES).split("\n"):
            path, _, reason = line.partition(": ")
            if reason.strip() and not line.startswith("#"):
                reasons[path] = reason
    return reasons


def check_cpp(root, path, text, known, reasons):
    own_header = re.sub(r"(_test)?\.cc$", ".h", path)
    yield from check_name(path)
    yield from check_size(path, text.count("\n"), reasons)
    yield from check_opening(path, text)
    yield from check_own_header(path, text, known)
    yield from check_functions(text)
    yield from check_columns(text)
    yield from check_ownership(text)
    yield from check_sharing(path, text, tree.read(root, own_header) if own_header in known else "")
    yield from check_sleeping(text)
    yield from check_todos(text)


def problems_in(root):
    known = tree.files(root)
    reasons = reasons_in(root, known)
    problems = [f"{LONG_FILES}:1: {path} is no file" for path in reasons if path not in known]
    for path in known:
        text = tree.read(root, path)
        if text is None:
            continue
        found = list(check_places(text))
        if tree.is_cpp(path):
            found += check_cpp(root, path, text, set(known), reasons)
        elif path.endswith((".py", ".cmake")) or path.endswith("CMakeLists.txt"):
            found += check_columns(text)
        problems += [f"{path}:{line}: {what}" for line, what in sorted(found)]
    return problems, len(known)


if __name__ == "__main__":
    tree.finish("check_style", *problems_in(tree.root_from_arguments()))
