"""A facilitator's call reaches who is in the room on another node, on every driver."""

from contextlib import AsyncExitStack

from persistence.contract import RoomId
from rooms.hub import Hub, HubOptions
from rooms.roles import Role
from rooms.room import RoomLimits
from tests.contracts.deployments import Deployment
from tests.eventually import eventually
from tests.fakes import Peer, frame, person, request

ROOM = RoomId("hall-1")


async def test_t2_a_call_reaches_everybody_on_every_node(deployment: Deployment) -> None:
    options = HubOptions(RoomLimits(), frame, open_rooms=True)
    async with AsyncExitStack() as stack:
        hubs = []
        for name in ("here", "there"):
            store, make_bus = deployment.node(name)
            await stack.enter_async_context(store)
            hubs.append(await stack.enter_async_context(Hub.running(store, make_bus, options)))
        here, there = [await hub.room(ROOM) for hub in hubs]
        lea = Peer(here, person("Lea", Role.FACILITATOR))
        ada, bo = Peer(here, person("Ada"), name="Ada"), Peer(there, person("Bo"), name="Bo")
        await eventually(lambda: all(hub.bus_up for hub in hubs))

        everybody = (lea, ada, bo)

        lea.say(request("gather", 1, x=0, y=0, width=8, height=6, object="one"))
        await eventually(lambda: all(calls(peer) == ["one"] for peer in everybody))
        lea.say(request("gather", 2, x=0, y=0, width=8, height=6, object="two"))
        await eventually(lambda: all(calls(peer)[-1] == "two" for peer in everybody))

        for peer in everybody:
            assert calls(peer) == ["one", "two"]
            peer.leave()


def calls(peer: Peer) -> list[str]:
    return [told["object"] for told in peer.connection.told("gather")]
