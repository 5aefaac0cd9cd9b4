"""The mark of a restore that did not finish: a server on half a store would call it whole."""

from persistence.contract import Store, WrongStore

MAINTENANCE = "maintenance"
RESTORING = "restoring"


async def refuse_half_restored(store: Store) -> None:
    """Raises WrongStore."""
    if RESTORING in (await store.read(MAINTENANCE)).records:
        raise WrongStore(
            "a backup was being restored into this store and is not whole: "
            "run `helpathon restore FILE --replace` again"
        )
