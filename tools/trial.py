"""How a check is tested: small trees, good and bad, and what it has to say of them.

Python's own unittest is not in Debian's python3-minimal.
"""

import os
import subprocess
import sys


def write_tree(root, files):
    for path, text in files.items():
        place = os.path.join(root, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8") as file:
            file.write(text)


def remove_tree(root):
    for folder, folders, names in os.walk(root, topdown=False):
        for name in names:
            os.remove(os.path.join(folder, name))
        for name in folders:
            os.rmdir(os.path.join(folder, name))


def run(check, root, *arguments):
    """The check's exit status and what it prints, on a tree that git knows nothing of."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), check)
    done = subprocess.run([sys.executable, script, root, *arguments], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env={**os.environ, "GIT_DIR": os.devnull})
    return done.returncode, done.stdout.decode()


def try_all(check, cases, *arguments):
    """Cases: name → (files, phrases). Without phrases the tree is good. The scratch folder is the
    program's argument."""
    scratch = os.path.abspath(sys.argv[1])
    failed = 0
    for name, (files, phrases) in cases.items():
        root = os.path.join(scratch, check.split(".")[0])
        remove_tree(root)
        write_tree(root, files)
        status, printed = run(check, root, *arguments)
        right = status == (1 if phrases else 0) and all(phrase in printed for phrase in phrases)
        print("ok    " if right else "FAILED", name)
        if not right:
            failed += 1
            print(f"  expected {phrases or 'nothing'}, got {status}:\n{printed}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
