"""What a module imports and exports, and the same module as a part of something larger.

Understands what our modules write: imports of names or of all, `export` before a declaration, and
lists of exports. What else a module exports (a default, a variable that changes, what another one
exports) stays readable, but the module has to stay one of its own.
"""

import json
from dataclasses import dataclass
from posixpath import dirname, join, normpath, relpath

from server.web.script import Token, UnreadableScript, tokens

DECLARATIONS = frozenset(["const", "function", "class", "async"])
OPENING, CLOSING = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True, slots=True)
class Import:
    start: int
    end: int
    module: str
    # What a destructuring of the module's exports writes, or nothing where all of it is wanted.
    names: str
    whole: str


@dataclass(frozen=True, slots=True)
class Module:
    name: str
    source: str
    imports: tuple[Import, ...]
    # Exported name → name inside.
    exports: dict[str, str]
    # Why it has to stay a module of its own, or nothing.
    alone: str
    # Where an `export` stands that only belongs to a module.
    marks: tuple[tuple[int, int], ...]
    # Where an address stands that is relative to the module: replaced by one relative to the root.
    addresses: tuple[tuple[int, int, str], ...]

    def inside(self, of: dict[str, str]) -> str:
        """Its statements for the inside of a function; `of` has a variable for each import."""
        edits = [(at.start, at.end, binding(at, of[at.module])) for at in self.imports]
        edits += [(start, end, "") for start, end in self.marks]
        edits += [(start, end, address) for start, end, address in self.addresses]
        return edited(self.source, edits)

    @property
    def result(self) -> str:
        return "{" + ",".join(_pair(*each) for each in self.exports.items()) + "}"


def read(name: str, source: str) -> Module:
    """Of stripped source. `name`: its path from the root of all modules."""
    reader = _Reader(name, source)
    reader.read()
    return Module(
        name,
        source,
        tuple(reader.imports),
        reader.exports,
        reader.alone,
        tuple(reader.marks),
        tuple(reader.addresses),
    )


def binding(each: Import, variable: str) -> str:
    if each.whole:
        return f"const {each.whole}={variable};"
    return f"const{{{each.names}}}={variable};" if each.names else ""


def edited(source: str, edits: list[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    done = 0
    for start, end, text in sorted(edits):
        parts += (source[done:start], text)
        done = end
    return "".join(parts) + source[done:]


class _Reader:
    """One pass over the tokens, with a look at those that follow."""

    def __init__(self, name: str, source: str) -> None:
        self._name = name
        self._tokens: list[tuple[Token, int]] = []
        at = 0
        for token in tokens(source):
            if token.kind != "blank":
                self._tokens.append((token, at))
            at += len(token.text)
        self._at = 0
        self.imports: list[Import] = []
        self.exports: dict[str, str] = {}
        self.alone = ""
        self.marks: list[tuple[int, int]] = []
        self.addresses: list[tuple[int, int, str]] = []

    def read(self) -> None:
        depth = 0
        while self._at < len(self._tokens):
            token, start = self._tokens[self._at]
            before = self._text(-1)
            self._at += 1
            depth += _opened(token)
            if token.kind != "word" or before in (".", "?."):
                continue
            if token.text == "import":
                self._import(start, depth)
            elif token.text == "export" and depth == 0:
                self._export(start)

    def _import(self, start: int, depth: int) -> None:
        if self._text() == "(":
            target, at = self._tokens[self._at + 1]
            if target.kind == "string":
                address = json.dumps(f"../{self._path(target.text)}")
                self.addresses.append((at, at + len(target.text), address))
        elif self._text() == ".":
            if (self._text(1), self._text(2), self._text(3)) != ("meta", ".", "url"):
                raise self._unreadable("expected import.meta.url")
            url, at = self._tokens[self._at + 3]
            address = f"new URL({json.dumps('../' + self._name)},import.meta.url).href"
            self.addresses.append((start, at + len(url.text), address))
        elif depth == 0 and self._text() != ":":
            self._import_statement(start)

    def _import_statement(self, start: int) -> None:
        names, whole = "", ""
        if self._text() == "*":
            whole = self._text(2)
            self._at += 3
        elif self._text() == "{":
            names = ",".join(_pair(*pair) for pair in self._list())
        if names or whole:
            self._expect("from")
        module, at = self._tokens[self._at]
        if module.kind != "string":
            raise self._unreadable("expected the address of a module")
        self._at += 1
        end = self._past_semicolon(at + len(module.text))
        self.imports.append(Import(start, end, self._path(module.text), names, whole))

    def _export(self, start: int) -> None:
        if self._text() == "{":
            for inside, outside in self._list():
                self.exports[outside] = inside
            if self._text() == "from":
                self.alone = "it exports what another module exports"
            self.marks.append((start, self._past_semicolon(self._end(-1))))
            return
        if self._text() not in DECLARATIONS:
            self.alone = f"it exports {self._text()!r}"
            return
        self.marks.append((start, self._tokens[self._at][1]))
        while self._text() in DECLARATIONS or self._text() == "*":
            self._at += 1
        token, _ = self._tokens[self._at]
        if token.kind != "word":
            self.alone = f"it exports {token.text!r}"
        self.exports[token.text] = token.text

    def _list(self) -> list[tuple[str, str]]:
        """`{a, b as c}` → [("a", "a"), ("b", "c")]"""
        found: list[tuple[str, str]] = []
        self._expect("{")
        while self._text() != "}":
            name = self._text()
            alias = self._text(2) if self._text(1) == "as" else name
            self._at += 1 if alias is name else 3
            found.append((name, alias))
            if self._text() == ",":
                self._at += 1
        self._expect("}")
        return found

    def _text(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._tokens[at][0].text if 0 <= at < len(self._tokens) else ""

    def _end(self, ahead: int) -> int:
        token, start = self._tokens[self._at + ahead]
        return start + len(token.text)

    def _expect(self, text: str) -> None:
        if self._text() != text:
            raise self._unreadable(f"expected {text!r}")
        self._at += 1

    def _past_semicolon(self, end: int) -> int:
        if self._text() != ";":
            return end
        self._at += 1
        return self._end(-1)

    def _path(self, quoted: str) -> str:
        return normpath(join(dirname(self._name), quoted[1:-1]))

    def _unreadable(self, expected: str) -> UnreadableScript:
        return UnreadableScript(f"{self._name}: {expected}, got {self._text()!r}")


def _opened(token: Token) -> int:
    if token.kind == "template":
        return token.text.endswith("${") - token.text.startswith("}")
    if token.kind == "mark":
        return (token.text in OPENING) - (token.text in CLOSING)
    return 0


def _pair(key: str, value: str) -> str:
    return key if key == value else f"{key}:{value}"


def address(of: str, seen_from: str) -> str:
    """How a module at `seen_from` writes the path `of`."""
    path = relpath(of, dirname(seen_from) or ".")
    return path if path.startswith(".") else f"./{path}"
