"""The files of the tree, and how a check tells what it found.

Only what Debian's python3-minimal has is used in this folder: no unittest, no tempfile.
"""

import os
import subprocess
import sys

NOT_OURS = {".git", "build", "node_modules", "data", "dist"}


def files(root):
    """Paths below `root`, sorted: what git tracks or would track, or all that is there."""
    try:
        listed = subprocess.run(
            ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
        found = listed.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        found = list(walked(root))
    return sorted(path for path in set(found) if path and os.path.isfile(os.path.join(root, path)))


def walked(root):
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        for name in names:
            yield os.path.relpath(os.path.join(folder, name), root)


def is_cpp(path):
    return path.endswith((".h", ".cc"))


def read(root, path):
    """The file's text, or None when it is not text."""
    with open(os.path.join(root, path), "rb") as file:
        content = file.read()
    try:
        return None if b"\0" in content else content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def finish(name, problems, looked_at):
    """Prints the problems, and ends the program with what CTest takes for the result."""
    for problem in problems:
        print(problem)
    print(f"{name}: {looked_at} files, {len(problems)} problems")
    sys.exit(1 if problems else 0)


def root_from_arguments():
    return sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(__file__)) or "."
