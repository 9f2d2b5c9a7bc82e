#!/usr/bin/env python3
"""check_layers lets good trees pass, and names the include that breaks the table."""

from trial import try_all

PUBLIC = {"include/daybook/event.h": "#include <string>\n"}


def tree(path, include, **more):
    return {**PUBLIC, path: f"// A file.\n#include {include}\n", **more}


CASES = {
    "a store may include the public API and its own folder": (
        {**PUBLIC, "src/store/log/a.h": "", "src/store/log/a.cc":
            '#include "src/store/log/a.h"\n#include <xxhash.h>\n#include "daybook/event.h"\n'}, []),
    "a store may not include another store": (
        {**tree("src/store/log/a.cc", '"src/store/memory/b.h"'), "src/store/memory/b.h": ""},
        ["src/store/log/a.cc:2:", "src/store/memory/b.h"]),
    "a context may not include another context": (
        {**tree("contexts/crm/a.cc", '"contexts/orders/b.h"'), "contexts/orders/b.h": ""},
        ["contexts/crm/a.cc:2:"]),
    "a context knows no library": (tree("contexts/crm/a.cc", "<fmt/format.h>"), ["fmt/format.h"]),
    "a context may include itself": (
        {**tree("contexts/crm/a.cc", '"contexts/crm/b.h"'), "contexts/crm/b.h": ""}, []),
    "the public API knows the standard library only": (
        {"include/daybook/a.h": "#include <boost/json.hpp>\n#include <vector>\n"},
        ["include/daybook/a.h:1:", "boost/json.hpp"]),
    "the public API does not look into src": (
        {"include/daybook/a.h": '#include "src/core/b.h"\n', "src/core/b.h": ""},
        ["include/daybook/a.h:1:"]),
    "the core does no I/O": (tree("src/core/a.cc", "<boost/asio/post.hpp>"), ["network"]),
    "the net knows no events": (tree("src/net/a.cc", '"daybook/event.h"'), ["src/net/a.cc:2:"]),
    "the net's tests may use the test library": (tree("src/net/a_test.cc", "<gtest/gtest.h>"), []),
    "other sources may not": (tree("src/net/a.cc", "<gtest/gtest.h>"), ["gtest"]),
    "the server knows no store": (
        {**tree("src/server/a.cc", '"src/store/log/b.h"'), "src/store/log/b.h": ""},
        ["src/server/a.cc:2:"]),
    "main sees everything": (
        {**tree("src/main.cc", '"src/server/b.h"'), "src/server/b.h": ""}, []),
    "an example is embedded by the public API alone": (
        {**tree("examples/a.cc", '"src/core/b.h"'), "src/core/b.h": ""}, ["examples/a.cc:2:"]),
    "a new folder wants a place in the table": (
        {"src_of_mine/a.cc": ""}, ["src_of_mine/a.cc:1:", "not in the table"]),
    "an include is a full path": (
        {**tree("src/core/a.cc", '"b.h"'), "src/core/b.h": ""}, ["src/core/a.cc:2:", "full path"]),
    "an include in odd spacing is seen too": (
        {"src/net/a.cc": '  #  include   "daybook/event.h"\n', **PUBLIC}, ["src/net/a.cc:1:"]),
    "headers that include each other are told as a circle": (
        {"src/core/a.h": '#include "src/core/b.h"\n', "src/core/b.h": '#include "src/core/c.h"\n',
         "src/core/c.h": '#include "src/core/a.h"\n'},
        ["src/core/a.h → src/core/b.h → src/core/c.h → src/core/a.h"]),
    "two ways to one header are no circle": (
        {"src/core/a.h": '#include "src/core/b.h"\n#include "src/core/c.h"\n',
         "src/core/b.h": '#include "src/core/c.h"\n', "src/core/c.h": ""}, []),
}

if __name__ == "__main__":
    try_all("check_layers.py", CASES)
