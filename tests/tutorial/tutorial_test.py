#!/usr/bin/env python3
"""Does what docs/tutorial says: writes its files, runs its commands, compares the answers.

The words behind ```cpp say where a block goes:

    FILE               it is the whole file
    FILE +             it goes to the end of the file
    FILE after LINE    it goes below this line of the file
    FILE instead of LINE

In a ```sh block a line with $ is a command, what follows is its answer, and … stands for anything.
"""

import os
import re
import subprocess
import sys
import time

from other_tree import OtherTree, arguments, read

BLOCK = re.compile(r"^```(\w+) ?(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
END = "\x1e"  # what the shell prints when a command is done


def fail(what):
    sys.exit(f"tutorial: {what}")


def matches(answer, expected):
    """A line of … alone is any number of lines; elsewhere … ends with the line."""
    lines = (".*(?:\n.*)*" if line == "…" else ".*".join(map(re.escape, line.split("…")))
             for line in expected.rstrip("\n").split("\n"))
    return re.fullmatch("\n".join(lines), answer.rstrip("\n")) is not None


class Shell:
    """One bash for all commands, so that variables stay."""

    def __init__(self, folder):
        self.process = subprocess.Popen(["bash"], cwd=folder, stdin=subprocess.PIPE, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, command):
        self.process.stdin.write(f"{command}\nprintf '\\n{END}%s\\n' $?\n")
        self.process.stdin.flush()
        answer = ""
        for line in self.process.stdout:
            if line.startswith(END):
                return answer, int(line[1:])
            answer += line
        return answer, -1

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Reader:
    """Somebody who follows the tutorial to the letter."""

    def __init__(self, tree):
        self.tree = tree
        self.shell = Shell(tree.sources)
        self.server = None
        self.did = set()

    def write(self, place, text):
        path, _, rest = place.partition(" ")
        if not rest:
            return self.tree.write(path, text)
        present = read(os.path.join(self.tree.sources, path))
        if rest == "+":
            return self.tree.write(path, present + text)
        line = "\n" + re.sub("^(after|instead of) ", "", rest) + "\n"
        if present.count(line) != 1:
            fail(f"{path} has {present.count(line)} times the line {line}")
        before = "\n" if rest.startswith("instead of") else line
        self.tree.write(path, present.replace(line, before + text))

    def type(self, commands):
        for part in re.split(r"^\$ ", commands, flags=re.MULTILINE)[1:]:
            command, _, expected = part.partition("\n")
            answer = self.answer(command)
            # Read models that are rebuilt are there in a moment.
            tries = 50 if command.startswith("curl -s localhost") else 0
            while tries and expected and not matches(answer, expected):
                time.sleep(0.1)
                tries -= 1
                answer = self.answer(command)
            if expected and not matches(answer, expected):
                fail(f"$ {command}\nis expected to answer\n{expected}but says\n{answer}")

    def answer(self, command):
        self.did.add(" ".join(command.split(" ")[:2]))
        if command == "./dev build":
            self.tree.build()
            return ""
        if command == "./dev run":
            self.stop()
            self.server = self.tree.serving()
            self.server.__enter__()
            return "daybook ready on http://127.0.0.1:3000\n"
        if self.server:
            command = command.replace("localhost:3000", self.server.url.removeprefix("http://"))
        answer, code = self.shell.run(command.replace("build/release", self.tree.binaries))
        if code != 0:
            fail(f"$ {command}\nended with {code}: {answer}")
        return answer

    def stop(self):
        if self.server:
            self.server.__exit__()
        self.server = None


def main():
    given = arguments()
    tree = OtherTree(given)
    reader = Reader(tree)
    tutorial = os.path.join(given.daybook, "docs", "tutorial", "lending_books.md")
    try:
        for language, place, text in BLOCK.findall(read(tutorial)):
            if language == "sh":
                reader.type(text)
            else:
                reader.write(place, text)
    finally:
        reader.stop()
        reader.shell.end()
    tree.check()
    missed = {"./dev build", "./dev run", "ctest --test-dir", "curl -s"} - reader.did
    if missed:
        fail(f"it never came to {missed}")


if __name__ == "__main__":
    main()
