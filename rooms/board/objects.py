"""The keys of a board's document, on the server's side (web/board/document.js is the other)."""

from typing import Any

OBJECTS = "objects"


def read_objects(root: Any) -> list[dict[str, Any]]:
    """The objects in the JSON of the root map, each with its id and all its fields.

    What is no map is no object; everything else is kept as it is, so that an export shows what
    clients hold.
    """
    if not isinstance(root, dict):
        return []
    return [
        {**value, "id": object_id} for object_id, value in root.items() if isinstance(value, dict)
    ]
