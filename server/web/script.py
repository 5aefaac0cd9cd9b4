"""JavaScript without comments and needless white space. Knows tokens, not grammar.

Strings, templates and regular expressions stay as they are, names too. A line break stays wherever
JavaScript might read it as the end of a statement. tests/server/test_script.py has a real parser
compare every module of ours with what is served for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["blank", "word", "number", "string", "template", "regex", "mark"]

BLANK = re.compile(r"(?:\s|//[^\n\r\u2028\u2029]*|/\*[\s\S]*?\*/)+")
WORD = re.compile(r"[#@]?[\w$\u0080-\uffff\\]+")
NUMBER = re.compile(
    r"(?:0[xXoObB][\da-fA-F_]+n?|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?n?)"
)
STRING = re.compile(r"\"(?:[^\"\\\n\r]|\\[\s\S])*\"|'(?:[^'\\\n\r]|\\[\s\S])*'")
# Up to its end, or to where code begins inside of it.
TEMPLATE = re.compile(r"(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)")
REGEX = re.compile(r"/(?:[^/\\\[\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+/\w*")
MARK = re.compile(r"\+\+|--|=>|\?\.(?!\d)|\.\.\.|[{}()\[\];,<>+\-*/%&|^!~?:=.]")

LINE_BREAK = re.compile(r"[\n\r\u2028\u2029]")
# A slash after these begins a regular expression; after other words it divides.
BEFORE_REGEX = re.compile(
    "await|case|delete|do|else|in|instanceof|new|of|return|throw|typeof|void|yield"
)
# No statement ends with these, and none begins with those: a line break there means nothing.
ENDS_NO_STATEMENT = frozenset("{([,;:?=&|%<>!~^.") | {"=>", "?.", "..."}
BEGINS_NO_STATEMENT = frozenset(")]},;:?=&|%<>^.") | {"?."}


class UnreadableScript(ValueError):
    """Says where reading stopped, and at what."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str


NOTHING = Token("mark", ";")


def stripped(source: str) -> str:
    """The same program. Raises UnreadableScript."""
    parts: list[str] = []
    before = NOTHING
    blank = ""
    for token in tokens(source):
        if token.kind == "blank":
            blank += token.text
            continue
        parts += (_between(before, blank, token), token.text)
        before, blank = token, ""
    return "".join(parts) + "\n"


def imports(source: str) -> list[str]:
    """What a module loads before it runs: the specifiers of its `import` and `export … from`."""
    found: list[str] = []
    before = NOTHING
    for token in tokens(source):
        if token.kind == "string" and before.text in ("from", "import"):
            found.append(token.text[1:-1])
        if token.kind != "blank":
            before = token
    return found


def tokens(source: str) -> Iterator[Token]:
    """All of it, white space and comments too: joined they are the source again."""
    at = 0
    before = NOTHING
    # How many braces are open in each piece of code inside a template, innermost last.
    open_braces: list[int] = []
    while at < len(source):
        ends_code = bool(open_braces) and open_braces[-1] == 0
        token = _token(source, at, before, ends_code=ends_code)
        yield token
        at += len(token.text)
        if token.kind == "template":
            if token.text.startswith("}"):
                open_braces.pop()
            if token.text.endswith("${"):
                open_braces.append(0)
        elif open_braces and token.kind == "mark":
            open_braces[-1] += (token.text == "{") - (token.text == "}")
        if token.kind != "blank":
            # a.return is a name like any other
            named = before.text in (".", "?.") and token.kind == "word"
            before = Token("word", "name") if named else token
    if open_braces:
        raise UnreadableScript(f"line {source.count(chr(10)) + 1}: expected the end of a template")


def _token(source: str, at: int, before: Token, *, ends_code: bool) -> Token:
    first = source[at]
    if blank := BLANK.match(source, at):
        return Token("blank", blank[0])
    if first == "`" or (first == "}" and ends_code):
        if piece := TEMPLATE.match(source, at + 1):
            return Token("template", first + piece[0])
    elif first in "\"'":
        if string := STRING.match(source, at):
            return Token("string", string[0])
    elif first == "/" and _is_regex(source, at, before):
        if regex := REGEX.match(source, at):
            return Token("regex", regex[0])
    elif first.isdigit() or (first == "." and source[at + 1 : at + 2].isdigit()):
        if number := NUMBER.match(source, at):
            return Token("number", number[0])
    elif word := WORD.match(source, at):
        return Token("word", word[0])
    elif mark := MARK.match(source, at):
        return Token("mark", mark[0])
    line = source.count("\n", 0, at) + 1
    raise UnreadableScript(f"line {line}: expected a token, got {source[at : at + 20]!r}")


def _is_regex(source: str, at: int, before: Token) -> bool:
    if before.kind == "word":
        return BEFORE_REGEX.fullmatch(before.text) is not None
    if before.text == "}":
        # The end of a block or of an object: only a parser knows.
        line = source.count("\n", 0, at) + 1
        raise UnreadableScript(f"line {line}: expected no slash after a closing brace")
    if before.kind == "template":
        return before.text.endswith("${")
    return before.kind == "mark" and before.text not in (")", "]", "++", "--")


def _between(before: Token, blank: str, after: Token) -> str:
    """What is left of the white space between two tokens."""
    if not blank:
        return ""
    if LINE_BREAK.search(blank) and not (
        (before.kind == "mark" and before.text in ENDS_NO_STATEMENT)
        or (after.kind == "mark" and after.text in BEGINS_NO_STATEMENT)
        or (before.kind == "template" and before.text.endswith("${"))
        or (after.kind == "template" and after.text.startswith("}"))
    ):
        return "\n"
    return " " if _would_join(before, after) else ""


def _would_join(before: Token, after: Token) -> bool:
    """Whether they were read differently without anything between them."""
    wordlike = ("word", "number", "regex")
    if before.kind in wordlike and after.kind in ("word", "number"):
        return True
    if before.kind == "number":
        return after.text.startswith(".")
    last, first = before.text[-1:], after.text[:1]
    return (last == first and last in "+-/") or (last, first) in {("/", "*"), ("<", "!")}
