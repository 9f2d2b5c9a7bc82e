"""A tree with other contexts than those of this one, built on this one's libraries.

    tree = OtherTree(arguments())
    tree.write("contexts/books/book.h", text)
    tree.build()
    with tree.serving() as server:
        print(server.url)
"""

import argparse
import os
import select
import shutil
import signal
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PATIENCE_SECONDS = 60  # for the server to come and to go


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--daybook", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--scratch", required=True)
    parser.add_argument("cmake", nargs="*")
    given = parser.parse_args()
    if shutil.which("curl") is None:
        print("SKIPPED: curl is not installed")
        sys.exit(77)
    return given


def run(*words, **options):
    """The output; a failure ends the test and shows it."""
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}\n{done.stdout}")
    return done.stdout


class OtherTree:
    """Files keep their places from one run to the next, so that the compiler's cache knows them."""

    def __init__(self, given):
        self.given = given
        self.sources = os.path.join(given.scratch, "sources")
        self.binaries = os.path.join(given.scratch, "binaries")
        shutil.rmtree(given.scratch, ignore_errors=True)
        self.write("CMakeLists.txt", read(os.path.join(HERE, "tree", "CMakeLists.txt")))
        self.write("contexts/CMakeLists.txt",
                   read(os.path.join(given.daybook, "contexts", "CMakeLists.txt")))

    def write(self, path, text):
        path = os.path.join(self.sources, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def remove(self, folder):
        shutil.rmtree(os.path.join(self.sources, folder))

    def build(self):
        run("cmake", "-S", self.sources, "-B", self.binaries, f"-DDAYBOOK={self.given.daybook}",
            *self.given.cmake)
        run("cmake", "--build", self.binaries)

    def test(self):
        return run("ctest", "--test-dir", self.binaries, "--output-on-failure",
                   "--no-tests=error")

    def check(self):
        """The habits of Daybook's own tree, which knows the public headers too."""
        shutil.copytree(os.path.join(self.given.daybook, "include"),
                        os.path.join(self.sources, "include"))
        shutil.copy(os.path.join(self.given.daybook, ".clang-format"), self.sources)
        outside_git = {**os.environ, "GIT_DIR": os.devnull}  # git would leave out what it ignores
        for check in ("layers", "style", "format"):
            script = os.path.join(self.given.daybook, "tools", f"check_{check}.py")
            done = subprocess.run([sys.executable, "-B", script, self.sources], env=outside_git,
                                  stdout=subprocess.PIPE, text=True)
            if done.returncode not in (0, 77) or ": 0 files" in done.stdout:
                sys.exit(f"check_{check} says\n{done.stdout}")

    def serving(self):
        return Server(os.path.join(self.binaries, "daybook"),
                      os.path.join(self.given.scratch, "data"))


class Server:
    """`daybook serve` on a port that is free, over a directory of its own."""

    def __init__(self, program, data):
        self.words = [program, "serve", "--data", data, "--listen", "127.0.0.1:0"]

    def __enter__(self):
        self.process = subprocess.Popen(self.words, stdout=subprocess.PIPE, text=True)
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE_SECONDS)
        line = self.process.stdout.readline() if ready else ""
        if " on http://" not in line:
            self.process.kill()
            sys.exit("the server did not start: " + line)
        self.url = line.split(" on ")[1].strip()
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(PATIENCE_SECONDS) != 0:
            sys.exit(f"the server ended with {self.process.returncode}")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()
