"""C++ source as a check sees it: the code without its comments, and the comments by line."""

import re

# In the order of trial: a raw string, a comment, a string, a character. Digit separators (1'000)
# are no characters.
TOKEN = re.compile(
    r'(?P<raw>\bu?8?R"(?P<mark>[^()\\\s]{0,16})\((?s:.*?)\)(?P=mark)")'
    r"|(?P<comment>//[^\n]*|/\*(?s:.*?)\*/)"
    r'|(?P<string>"(?:\\.|[^"\\\n])*")'
    r"|(?P<character>(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+')")


def blank(text):
    """Spaces instead of the text; lines stay lines."""
    return re.sub(r"[^\n]", " ", text)


def code_of(text):
    """The text with comments and what stands within quotes blanked; every place stays the same."""
    def blanked(found):
        token = found.group()
        if found.group("comment"):
            return blank(token)
        return token[0] + blank(token[1:-1]) + token[-1]
    return TOKEN.sub(blanked, text)


def comments_of(text):
    """Line number → the comment that stands on it."""
    comments = {}
    for found in TOKEN.finditer(text):
        if found.group("comment"):
            first = text.count("\n", 0, found.start()) + 1
            for offset, line in enumerate(found.group().split("\n")):
                comments[first + offset] = line
    return comments


def functions_of(text):
    """(first line, lines) of every function's body, those within another not counted."""
    code = re.sub(r"(?m)^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", lambda found: blank(found.group()),
                  code_of(text))
    found = []
    openings = []  # (where, whether a function's body) of each brace that is open
    header_begin = 0
    for brace in re.finditer(r"[{};]", code):
        place = brace.start()
        if brace.group() == "{":
            inside = any(is_body for _, is_body in openings)
            header = code[header_begin:place]
            openings.append((place, not inside and is_function(header)))
        elif brace.group() == "}" and openings:
            begin, is_body = openings.pop()
            if is_body:
                first = code.count("\n", 0, begin) + 1
                found.append((first, code.count("\n", begin, place) + 1))
        header_begin = place + 1
    return found


def is_function(header):
    """Whether what stands before a brace opens a function: `int f(int a) const`."""
    header = re.sub(r"\b(public|private|protected)\s*:", "", header).strip()
    if not re.search(r"\)", header) or re.search(r"=\s*$", header):
        return False
    kinds = r"(template\s*<.*>\s*)?(namespace|class|struct|union|enum|extern)\b"
    return not re.match(kinds, header, re.DOTALL)
