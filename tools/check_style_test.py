#!/usr/bin/env python3
"""check_style lets good trees pass, and names each habit that a tree breaks, and where."""

from trial import try_all

HEADER = "// What it is.\n#pragma once\n"


def source(text):
    return {"src/core/a.cc": text}


def function(lines, inside="  f();\n"):
    return "int f(int a) const {\n" + inside * (lines - 2) + "}\n"


CLASS = "class A : public B {\n public:\n" + "  int f() { return 1; }\n" * 80 + "};\n"
LAMBDA = "int f() {\n" + "  run([] {\n" + "    g();\n" * 40 + "  });\n" * 1 + "}\n"

CASES = {
    "a good tree": (
        {"src/core/a.h": HEADER,
         "src/core/a.cc": '#include "src/core/a.h"\n\nint f() { return 1; }\n'}, []),
    "a header may have 150 lines": ({"src/core/a.h": HEADER + "int f();\n" * 148}, []),
    "a header may not have 151": (
        {"src/core/a.h": HEADER + "int f();\n" * 149}, ["src/core/a.h:1: 151 lines"]),
    "a source may not have 301": (source("int a;\n" * 301), ["src/core/a.cc:1: 301 lines"]),
    "a test may have 400": ({"src/core/a_test.cc": "int a;\n" * 400}, []),
    "a source with a reason may have 400": (
        {**source("int a;\n" * 400), "tools/long_files.txt": "src/core/a.cc: one table\n"}, []),
    "a reason is not enough for 401": (
        {**source("int a;\n" * 401), "tools/long_files.txt": "src/core/a.cc: one table\n"},
        ["401 lines, at most 400"]),
    "a list without a reason does not count": (
        {**source("int a;\n" * 301), "tools/long_files.txt": "src/core/a.cc: \n"}, ["301 lines"]),
    "a reason that is not needed any more is told": (
        {**source("int a;\n"), "tools/long_files.txt": "src/core/a.cc: one table\n"},
        ["not long any more"]),
    "a reason for no file is told": (
        {"tools/long_files.txt": "src/core/gone.cc: one table\n"}, ["src/core/gone.cc is no file"]),
    "a function may have 70 lines": (source(function(70)), []),
    "a function may not have 71": (source(function(71)), ["src/core/a.cc:1: a function of 71"]),
    "a function with braces in strings and comments is counted right": (
        source(function(72, '  f("{", \'{\', R"({)");  // {\n')), ["a function of 72"]),
    "a constructor is a function": (
        source("A::A() : a_{1}, b_(2) {\n" + "  f();\n" * 70 + "}\n"), ["a function of 72"]),
    "a namespace and a class are no functions": (
        source("namespace a {\n" + CLASS + "}\n"), []),
    "a lambda is part of its function": (source(LAMBDA.replace("g();\n", "g();\n\n")),
                                         ["a function of 84"]),
    "100 columns": (source("//" + "ä" * 98 + "\n"), []),
    "not 101": (source("//" + "ä" * 99 + "\n"), ["src/core/a.cc:1: 101 columns"]),
    "spaces at the end of a line": (source("int a; \n"), ["ends in spaces"]),
    "a file in capitals": ({"src/core/EventStore.cc": ""}, ["snake_case"]),
    "a name that says nothing": (
        {"src/core/utils.cc": "", "src/net/string_helpers.cc": ""},
        ["utils says nothing", "string_helpers says nothing"]),
    "a header without an opening": (
        {"include/daybook/a.h": "#pragma once\n"}, ["a header opens with what the thing is"]),
    "a header without its pragma": ({"src/core/a.h": "// What it is.\n"}, ["#pragma once"]),
    "its own header comes first": (
        {"src/core/a.h": HEADER, "src/core/a.cc": '#include <map>\n#include "src/core/a.h"\n'},
        ["src/core/a.cc:1: its own header"]),
    "new without a word": (source("int* a = new int;\n"), ["src/core/a.cc:1: new"]),
    "new with a word": (source("// The library owns it.\nint* a = new int;\n"), []),
    "delete without a word": (source("int f() {\n  delete a;\n}\n"), ["src/core/a.cc:2: delete"]),
    "a deleted function is no delete": (source("A(const A&) = delete;\n"), []),
    "new in a string or a comment is no new": (source('f("new");  // new\n'), []),
    "shared_ptr without a word": (source("std::shared_ptr<A> a;\n"), ["who shares"]),
    "shared_ptr with a word": (source("std::shared_ptr<A> a;  // shared with the watches\n"), []),
    "the word may stand in the header": (
        {"src/core/a.h": HEADER + "// Pages share it.\nstd::shared_ptr<A> a;\n",
         "src/core/a.cc": '#include "src/core/a.h"\nauto a = std::make_shared<A>();\n'
                          "std::shared_ptr<A> b;\n"}, []),
    "sleeping": (source("std::this_thread::sleep_for(1s);\n"), ["src/core/a.cc:1: sleeps"]),
    "a TODO with its kind": (source("// TODO(perf): use a better map.\n"), []),
    "a TODO without a kind": (source("// TODO: later\n"), ["TODO(kind)"]),
    "a TODO of another kind": (source("// TODO(ada): later\n"), ["TODO(kind)"]),
    "a FIXME": (source("int a;  // FIXME\n"), ["TODO(kind)"]),
    "an absolute path, anywhere": (
        {"docs/a.md": "Look into /" + "home/ada/daybook\n"}, ["docs/a.md:1: an absolute path"]),
    "a registry's host": (
        {"console/a.json": '{"x": "https:' + '//registry.example.org/left-pad"}\n'},
        ["console/a.json:1: the host of a package registry"]),
    "a lock file that names hosts": (
        {"console/a.json": '{"resolved": ' + '"https://example.org/a.tgz"}\n'},
        ["the host of a package registry"]),
    "an address of something else": ({"docs/a.md": "See https://www.rfc-editor.org/.\n"}, []),
    "bytes that are no text": ({"docs/a.bin": "\0\n"}, []),
}

if __name__ == "__main__":
    try_all("check_style.py", CASES)
