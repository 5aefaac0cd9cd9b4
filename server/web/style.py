"""CSS without comments and needless white space. Strings, names and values stay as they are."""

import re

COMMENT = r"/\*(?:[^*]|\*(?!/))*\*/"
TOKEN = re.compile(
    r"(?P<kept>\"(?:[^\"\\]|\\[\s\S])*\"|'(?:[^'\\]|\\[\s\S])*'|url\([^)\"']*\))"
    rf"|(?P<blank>(?:{COMMENT})*\s(?:\s|{COMMENT})*)"
    rf"|(?P<comment>(?:{COMMENT})+)"
    r"|(?P<mark>[{};])"
    r"|(?P<other>/|[^\"'\s{};/u]+|u)"
)
MARKS = frozenset("{};")


def stripped(source: str) -> str:
    """The same rules."""
    parts: list[str] = []
    blank = False
    for token in TOKEN.finditer(source):
        if token.lastgroup == "blank":
            # Between two names white space means "inside of".
            blank = bool(parts) and parts[-1] not in MARKS
            continue
        # With nothing else between two names a comment parts them without meaning "inside of".
        text = "/**/" if token.lastgroup == "comment" else token[0]
        if text == "}" and parts and parts[-1] == ";":
            parts.pop()
        parts += (" ", text) if blank and text not in MARKS else (text,)
        blank = False
    return "".join(parts) + "\n"
