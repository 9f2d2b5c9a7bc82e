#!/usr/bin/env python3
"""Checks who includes whom: the table of the design, and no circles.

    tools/check_layers.py [ROOT]
"""

import os
import re

import tree

# Folder; what its files may include from; which libraries. The first folder that fits counts. A
# star stands for one folder of any name, which is the same one on both sides: a store never
# includes another store, nor a context another context.
EVERYTHING = ("",)
ALL = ("std", "system", "network", "openssl", "test", "library")
RULES = (
    ("include/daybook", ("include/daybook",), ("std",)),
    ("src/core", ("include/daybook", "src/core"), ("std", "system", "openssl", "library")),
    ("contexts/*", ("include/daybook", "contexts/*"), ("std",)),
    ("src/store/*", ("include/daybook", "src/store/*"), ALL),
    ("src/store", ("include/daybook",), ("std",)),
    ("src/snapshot", ("include/daybook", "src/snapshot"), ("std", "system", "library")),
    ("src/readstore/*", ("include/daybook", "src/readstore/*"), ALL),
    ("src/readstore", ("include/daybook",), ("std",)),
    ("src/broker/*", ("include/daybook", "src/broker/*"), ALL),
    ("src/broker", ("include/daybook",), ("std",)),
    ("src/net", ("src/net",), ("std", "system", "network", "openssl", "library")),
    ("src/observability", ("include/daybook", "src/observability"),
     ("std", "system", "openssl", "library")),
    ("src/server", ("include/daybook", "src/net", "src/observability", "src/server"),
     ("std", "system", "openssl", "library")),
    ("src/cli", ("include/daybook", "src/net", "src/observability", "src/cli"),
     ("std", "system", "openssl", "library")),
    ("src", EVERYTHING, ALL),
    ("examples/*", ("include/daybook", "examples/*"), ("std", "test")),
    ("examples", ("include/daybook", "examples"), ("std", "test")),
    ("tests", EVERYTHING, ALL),
    ("bench", EVERYTHING, ALL),
)

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(<[^>\n]+>|"[^"\n]+")', re.MULTILINE)

# What a kind of library is called by, the first that fits.
LIBRARIES = (
    ("test", re.compile(r"(gtest|gmock|benchmark)/")),
    ("network", re.compile(r"boost/(asio|beast)\b|sys/socket\.h|netinet/|arpa/|netdb\.h|curl/")),
    ("openssl", re.compile(r"openssl/")),
    ("std", re.compile(r"[a-z_0-9]+$")),
    ("system", re.compile(r"(sys/)?[a-z0-9_]+\.h$")),
    ("library", re.compile(r"")),
)


def library_of(header):
    return next(kind for kind, pattern in LIBRARIES if pattern.match(header))


def rule_for(path):
    """The folders that the file may include from and its libraries, or None."""
    for folder, includes, libraries in RULES:
        pattern = re.escape(folder).replace(r"\*", "([^/]+)") + "/"
        found = re.match(pattern, path)
        if found:
            own = found.group(1) if found.groups() else ""
            return [name.replace("*", own) for name in includes], libraries
    return None


def file_of(header):
    """The file that a quoted include means."""
    return "include/" + header if header.startswith("daybook/") else header


def may_include(path, target, folders):
    if path.endswith("_test.cc") and target.startswith("include/daybook/"):
        return True
    return any(target.startswith(folder + "/" if folder else "") for folder in folders)


def check_include(path, include, known):
    """What is wrong with one include, or None; and the file that it leads to, or None."""
    folders, libraries = rule_for(path)
    header = include[1:-1]
    if include.startswith("<"):
        is_test = path.endswith("_test.cc") or "test" in os.path.basename(path)
        kind = library_of(header)
        if kind not in libraries and not (kind == "test" and is_test):
            return f"{include} is not for this folder ({kind})", None
        return None, None
    target = file_of(header)
    if target not in known:
        return f"{include} is no file of the tree: write the full path from its top", None
    if not may_include(path, target, folders):
        return f"{include} is none of what this folder may know", target
    return None, target


def circle_in(graph):
    """The files of one circle of includes, or None."""
    done = set()
    for start in sorted(graph):
        way, ends = [start], [iter(graph[start])]
        while way:
            following = next(ends[-1], None)
            if following is None:
                done.add(way.pop())
                ends.pop()
            elif following in way:
                return way[way.index(following):] + [following]
            elif following not in done:
                way.append(following)
                ends.append(iter(graph.get(following, ())))
    return None


def problems_in(root):
    known = set(tree.files(root))
    paths = sorted(path for path in known if tree.is_cpp(path))
    problems, graph = [], {}
    for path in paths:
        if rule_for(path) is None:
            problems.append(f"{path}:1: this folder is not in the table of tools/check_layers.py")
            continue
        text = tree.read(root, path) or ""
        for found in INCLUDE.finditer(text):
            problem, target = check_include(path, found.group(1), known)
            if problem:
                line = text.count("\n", 0, found.start()) + 1
                problems.append(f"{path}:{line}: {problem}")
            if target:
                graph.setdefault(path, []).append(target)
    circle = circle_in(graph)
    if circle:
        problems.append(f"{circle[0]}:1: includes itself: " + " → ".join(circle))
    return problems, len(paths)


if __name__ == "__main__":
    tree.finish("check_layers", *problems_in(tree.root_from_arguments()))
