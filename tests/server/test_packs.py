"""Packs: many modules in few files, with what each of them exports."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from server.settings import WEB
from server.web.files import WebFiles, read_release
from server.web.packs import packed
from server.web.script import UnreadableScript, stripped
from tests.processes import ROOT

SOURCES = {
    "pages/one.js": """
        import { count, add as more } from "../shared.js";
        import * as deep from "../deep/deep.js";
        import { late } from "../deep/late-loader.js";
        const step = 2;
        for (let n = 0; n < step; n++) more();
        console.log(JSON.stringify([count(), deep.step, deep.Thing.name, (await0()).length]));
        late().then(({ seen }) => console.log(JSON.stringify(seen())));
        function await0() { return "abc" }
    """,
    "pages/two.js": 'import { count } from "../shared.js"; count();',
    "shared.js": """
        let total = 0;
        export const add = () => { total += 1 };
        export function count() { return total }
    """,
    "deep/deep.js": """
        export const step = 5, other = 6;
        class Thing {}
        const inner = "x";
        export { Thing, inner as outer };
        export async function* many() {}
    """,
    "deep/late-loader.js": 'export const late = () => import("./late.js");',
    "deep/late.js": """
        import { count, add } from "../shared.js";
        import { outer } from "./deep.js";
        add();
        export const seen = () => [count(), outer];
    """,
}
ENTRIES = {"one": "pages/one.js", "two": "pages/two.js"}


@pytest.mark.node
def test_a_pack_runs_as_its_modules_do_and_each_only_once(tmp_path: Path) -> None:
    plain, packs = tmp_path / "plain", tmp_path / "packs"
    done = packed({name: stripped(text) for name, text in SOURCES.items()}, ENTRIES)
    write(plain, SOURCES)
    write(packs, done.files)

    expected = run(plain / "pages/one.js")
    assert expected == '[2,5,"Thing",3]\n[3,"x"]\n'
    assert run(packs / done.packs["pages/one.js"]) == expected
    assert run(packs / "pages/one.js") == expected


def test_modules_are_together_that_the_same_pages_want_and_apart_from_what_begins_a_page() -> None:
    done = packed({name: stripped(text) for name, text in SOURCES.items()}, ENTRIES)

    assert done.packs == {
        "shared.js": "packs/one-two.js",
        "deep/deep.js": "packs/one-parts.js",
        "deep/late-loader.js": "packs/one-parts.js",
        "pages/one.js": "packs/one.js",
        "pages/two.js": "packs/two.js",
    }


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ('import "./a.js";', "in a circle"),
        ('import "./nowhere.js";', "there is none"),
        ("export let a = 1;", "it exports 'let'"),
        ("export default 1;", "it exports 'default'"),
        ('export { a } from "./b.js";', "what another module exports"),
        ("export const $module1 = 1;", "names that packs use"),
    ],
)
def test_what_cannot_be_packed_is_refused_by_name(source: str, why: str) -> None:
    with pytest.raises(UnreadableScript, match=rf"\.js: .*{why}"):
        packed({"a.js": source, "b.js": ""}, {"a": "a.js"})


async def test_every_page_of_ours_comes_in_packs() -> None:
    """No two modules import each other, and none exports what a pack cannot hold."""
    release = await WebFiles(WEB).newest()
    for page in (WEB / "pages").glob("*.html"):
        assert f"/packs/{page.stem}.js" in release.files[f"pages/{page.name}"].body.decode()


@pytest.mark.node
def test_whatever_is_packed_can_be_read_by_a_browser() -> None:
    release = read_release(WEB)
    pairs = [
        {"name": name, "source": file.body.decode(), "served": file.body.decode()}
        for name, file in release.files.items()
        if name.endswith(".js") and not name.startswith("vendor/")
    ]
    done = subprocess.run(
        [node(), ROOT / "tests/server/same_program.mjs"],
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "[]\n", done.stderr


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "package.json").write_text('{"type": "module"}')


def run(module: Path) -> str:
    done = subprocess.run([node(), module], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def node() -> str:
    found = shutil.which("node", path=str(ROOT / ".venv" / "bin")) or shutil.which("node")
    assert found, "expected Node.js, see the development packages in pyproject.toml"
    return found
