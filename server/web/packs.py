"""Modules that pages load together, in one file each: one answer instead of a hundred.

Each page's modules are sorted by which pages want them; what the same pages want is one pack. In it
every module is a function of its own, so that no two names meet, and its result holds what it
exports. At a packed module's own address is a module that exports the same from the pack: whoever
imports it later gets the one that runs already. Vendored libraries are packs of their own.

Modules run in the order in which they would without packs. Two that import each other, or one that
`modules` cannot put into a function, raise UnreadableScript.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from posixpath import basename

from server.web.modules import Module, address, binding, edited, read
from server.web.script import UnreadableScript

FOLDER = "packs"
VENDORED = "vendor/"
# Names that no module of ours has.
RESULT = "$module{}"
LIBRARY = "$library{}"


@dataclass(frozen=True, slots=True)
class Packed:
    files: dict[str, str]
    """What takes the place of the modules, and the packs."""
    packs: dict[str, str]
    """The pack of each module that is in one."""


def packed(sources: Mapping[str, str], entries: Mapping[str, str]) -> Packed:
    """`sources`: stripped modules by path; `entries`: page → the module that it begins with."""
    modules = {name: _module(name, text) for name, text in sources.items()}
    orders = {page: _order(modules, entry) for page, entry in entries.items()}
    pages_of: dict[str, list[str]] = {}
    for page, order in sorted(orders.items()):
        for name in order:
            pages_of.setdefault(name, []).append(page)
    # Another page may import one of a page's modules later: that must not begin the page.
    begins = set(entries.values())
    packs = {
        name: f"{FOLDER}/{'-'.join(pages)}{'' if name in begins or pages[1:] else '-parts'}.js"
        for name, pages in pages_of.items()
    }
    results = {name: RESULT.format(number) for number, name in enumerate(sorted(packs))}

    members: dict[str, list[str]] = {}
    for order in orders.values():
        for name in order:
            if name not in members.setdefault(packs[name], []):
                members[packs[name]].append(name)
    files = {
        pack: _pack(pack, [modules[name] for name in names], packs, results)
        for pack, names in members.items()
    }
    for name, module in modules.items():
        if name in packs:
            files[name] = _doorway(module, packs[name], results[name])
        else:
            files[name] = _linked(module, packs, results)
    return Packed(files, packs)


def _pack(
    pack: str, members: list[Module], packs: Mapping[str, str], results: Mapping[str, str]
) -> str:
    head: dict[str, str] = {}
    body: list[str] = []
    for module in members:
        if module.alone:
            raise UnreadableScript(f"{module.name}: {module.alone}")
        variables: dict[str, str] = {}
        for each in module.imports:
            if each.module in results:
                variables[each.module] = results[each.module]
                if packs[each.module] != pack:
                    head[each.module] = _import_result(each.module, packs, results, pack)
            else:
                library = LIBRARY.format(basename(each.module).removesuffix(".js"))
                variables[each.module] = library
                head[each.module] = f'import*as {library} from"{address(each.module, pack)}";'
        inside = module.inside(variables)
        result = results[module.name]
        body.append(f"const {result}=(()=>{{{inside}return{module.result}}})();\n")
    exported = ",".join(results[module.name] for module in members)
    return "".join([*head.values(), "\n", *body, f"export{{{exported}}};\n"])


def _doorway(module: Module, pack: str, result: str) -> str:
    """What stands at a packed module's own address."""
    if not module.exports:
        return f'import"{address(pack, module.name)}";\n'
    names = ",".join(module.exports)
    link = f'import{{{result}}}from"{address(pack, module.name)}";'
    return f"{link}export const{{{names}}}={result};\n"


def _linked(module: Module, packs: Mapping[str, str], results: Mapping[str, str]) -> str:
    """A module that comes later: straight to the packs, without a doorway for each import."""
    edits = [
        (
            each.start,
            each.end,
            _import_result(each.module, packs, results, module.name)
            + binding(each, results[each.module]),
        )
        for each in module.imports
        if each.module in packs
    ]
    return edited(module.source, edits)


def _import_result(
    name: str, packs: Mapping[str, str], results: Mapping[str, str], seen_from: str
) -> str:
    return f'import{{{results[name]}}}from"{address(packs[name], seen_from)}";'


def _order(modules: Mapping[str, Module], entry: str) -> list[str]:
    """The modules that `entry` needs and itself, each after those it imports; no libraries."""
    order: list[str] = []
    begun: set[str] = set()

    def visit(name: str) -> None:
        if name in order or name.startswith(VENDORED):
            return
        if name in begun:
            raise UnreadableScript(f"{name}: expected no module that imports itself in a circle")
        if name not in modules:
            raise UnreadableScript(f"{name}: expected a module, there is none")
        begun.add(name)
        for each in modules[name].imports:
            visit(each.module)
        order.append(name)

    visit(entry)
    return order


@lru_cache(maxsize=1024)
def _module(name: str, source: str) -> Module:
    if "$module" in source or "$library" in source:
        raise UnreadableScript(f"{name}: expected none of the names that packs use")
    return read(name, source)
