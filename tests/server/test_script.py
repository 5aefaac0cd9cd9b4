"""What is served is the same program and the same rules as what lies in web/, only shorter."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from server.settings import WEB
from server.web import script, style
from server.web.files import served
from tests.processes import ROOT

SAME_PROGRAM = Path(__file__).with_name("same_program.mjs")
OURS = sorted(
    (name, path)
    for name, path in served(WEB)
    if name.endswith((".js", ".css")) and not name.startswith("vendor/")
)


@pytest.mark.node
def test_every_module_and_style_sheet_is_served_as_the_same_program() -> None:
    pairs = []
    for name, path in OURS:
        source = path.read_text()
        strip = style.stripped if name.endswith(".css") else script.stripped
        pairs.append({"name": name, "source": source, "served": strip(source)})
    assert len(pairs) > 50

    assert differing(pairs) == []


@pytest.mark.node
def test_what_is_hard_to_read_stays_the_same_program() -> None:
    pairs = [{"name": "hard.js", "source": each, "served": script.stripped(each)} for each in HARD]
    pairs += [{"name": "a.css", "source": each, "served": style.stripped(each)} for each in RULES]

    assert differing(pairs) == []


def test_nothing_of_ours_is_too_hard_to_read() -> None:
    for name, path in OURS:
        if name.endswith(".js"):
            assert "".join(token.text for token in script.tokens(path.read_text()))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("let a = 1; // one\n/* two\n */ let b = a;\n", "let a=1;let b=a;\n"),
        ("return\n  x", "return\nx\n"),
        ("a\n  .b()\n  .c();", "a.b().c();\n"),
        ("a = b\n(c)", "a=b\n(c)\n"),
        ("`a  // ${ b /* c */ }  `", "`a  // ${b}  `\n"),
        ('x = "/* no */ // comment"', 'x="/* no */ // comment"\n'),
        ("x = /[/*]\\/ +/g . source", "x=/[/*]\\/ +/g.source\n"),
        ("a + +b - -c + ++d", "a+ +b- -c+ ++d\n"),
        ("1 .toFixed()", "1 .toFixed()\n"),
        ("a / /b/.c", "a/ /b/.c\n"),
    ],
)
def test_comments_and_needless_white_space_go(source: str, expected: str) -> None:
    assert script.stripped(source) == expected


@pytest.mark.parametrize("source", ["a = 'open", "`${a", "f = {} / 2 /", "let a = \x01"])
def test_what_cannot_be_read_is_refused(source: str) -> None:
    with pytest.raises(script.UnreadableScript, match="line 1: expected"):
        script.stripped(source)


def test_imports_are_those_that_are_loaded_before_a_module_runs() -> None:
    source = """
        // import "./commented.js";
        /** @type {import("./typed.js").T} */
        import { a, b as c } from "./named.js";
        import * as d from './all.js';
        import "./bare.js";
        export { e } from "./again.js";
        const f = { from: "here", import: "there" };
        const g = () => import("./later.js");
        const text = `import "./text.js"`;
    """
    assert script.imports(source) == ["./named.js", "./all.js", "./bare.js", "./again.js"]


def test_rules_lose_comments_and_needless_white_space() -> None:
    source = """
        /* one */
        a b,  .c > d { color : red; /* two */ margin: 0 auto; }
        @media (min-width: 1px) and (x) { a::before { content: "/* ; */  {" } }
    """
    assert style.stripped(source) == (
        "a b, .c > d{color : red;margin: 0 auto}"
        '@media (min-width: 1px) and (x){a::before{content: "/* ; */  {"}}\n'
    )


HARD = [
    "const a = b\n++c\nd--\n",
    "class A {\n  static x = 1\n  #y\n  static #z\n  *g() {}\n  get\n  f() { return 1 }\n}",
    "class A {\n  get = 1;\n  ['x']() {}\n  static {\n  }\n}",
    "const f = async (a) => {\n  for await (const b of a) yield_\n  return /}/.test(`}`)\n}",
    "const h = `a${`b${{ c: `}` }.c}` + /`/.source}d\n   e`;",
    "const i = a ? /b/ : c / d / e;\nconst j = (a + b) / c / d;\nconst k = l[0] / m / n;",
    "if (a) {\n}\nelse\n  b()\ndo c()\nwhile (d)\ne()",
    "const o = a?.b ? .5 : 1.5.toFixed();\nconst p = 1..x + 2. + .5e-3 + 0xFFn + 1_000;",
    "let async = 1\nasync\nfunction q() {}",
    "const r = typeof /s/ in t, u = v in /w/g\nlabel: for (;;) { break\nlabel }",
    "x = y\n/z/g.exec(w)",
    "const s = \"a\\\nb\" + '\\'' + `\\`\\${`;",
    "const t = a.return / b / c;\nconst u = a?.typeof / b / c;",
    "const ä = 1, $ = ä, _ = 'ü„“'; const v = { ä, [$]: _ };",
    "var a = 1; a = a < ! --a\n",
    "const a = 1, c = 2\nexport default {\n  a,\n  b() {},\n}\nexport { a as b, c }\n",
]
RULES = [
    "a { --x: 1px; --y: a b}",
    "a:not( .b ) , a : hover { color: red }",
    "a { background: url( x/y.png ) ; width: calc( 1px + 2px * ( 3 - 1 ) ) }",
    "@media (width >= 1px) , print { a { b: c !important } }",
    '@font-face { src: url("a b.woff2") format("woff2") ; unicode-range: U+0000-00FF , U+0131 }',
    ".a/**/.b { c: d /* */ e }",
    '[data-x="  /* */ "] > .url + u ~ v { content: "\\"" }',
]


def differing(pairs: list[dict[str, str]]) -> list[dict[str, str]]:
    node = shutil.which("node", path=str(ROOT / ".venv" / "bin")) or shutil.which("node")
    assert node, "expected Node.js, see the development packages in pyproject.toml"
    done = subprocess.run(
        [node, SAME_PROGRAM], input=json.dumps(pairs), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found
