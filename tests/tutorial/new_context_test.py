#!/usr/bin/env python3
"""A context that `daybook new context` has written builds, passes the checks, is tested, served."""

import json
import os
import subprocess

from other_tree import OtherTree, arguments, run


def expect(value, wanted):
    if value != wanted:
        raise SystemExit(f"expected {wanted!r}, got {value!r}")


def ask(url, *words):
    return json.loads(run("curl", "-sS", *words, url))


def refuse(given, tree, name, code, words):
    """One line on standard error, the exit code, and nothing written."""
    contexts = os.path.join(tree, "contexts")
    before = sorted(os.listdir(contexts)) if os.path.isdir(contexts) else None
    done = subprocess.run([given.program, "new", "context", name, "--in", tree],
                          capture_output=True, text=True)
    expect((done.returncode, done.stdout, done.stderr.count("\n")), (code, "", 1))
    expect(done.stderr.startswith("daybook: ") and words in done.stderr, True)
    expect(sorted(os.listdir(contexts)) if before is not None else None, before)


def main():
    given = arguments()
    tree = OtherTree(given)
    refuse(given, tree.sources, "class", 2, "a word of C++")
    refuse(given, tree.sources, "../books", 2, "lower_snake_case")
    refuse(given, given.scratch, "books", 1, "--in")
    # Names of one word, of two, and with which lines are broken that else fit.
    for name in ("books", "purchase_orders", "subscription_plans"):
        said = run(given.program, "new", "context", name, "--in", tree.sources)
        expect(len(said.split("\n")) > 9 and f"contexts/{name}/context.cc" in said, True)
    refuse(given, tree.sources, "books", 1, "exists already")
    refuse(given, tree.sources, "book", 1, "has an aggregate called book already")
    tree.check()
    tree.remove("contexts/subscription_plans")  # two are enough to build
    tree.build()
    said = tree.test()
    for suite in ("Book.", "BookApi.", "PurchaseOrder.", "StoredPurchaseOrder."):
        expect(suite in said, True)

    with tree.serving() as server:
        orders = server.url + "/api/purchase-orders"
        added = ask(orders, "--json", '{"name":"Paper"}')
        one = orders + "/" + added["purchaseOrderId"]
        ask(one + "/rename", "--json", '{"name":"Pens"}')
        expect(ask(one)["purchaseOrder"]["name"], "Pens")
        expect(ask(one + "?version=1")["purchaseOrder"]["name"], "Paper")
        expect([order["name"] for order in ask(orders)["purchaseOrders"]], ["Pens"])
        expect(ask(one + "/rename", "--json", '{"name":""}')["code"], "invalid-name")


if __name__ == "__main__":
    main()
