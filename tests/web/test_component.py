import asyncio
import json
from pathlib import Path
from threading import Event

from web.component import component
from web.service.limits import BUSY, Limiter

ROOM = Path(__file__).parents[2] / "web" / "why"


def test_a_function_answers_under_its_name_and_a_busy_server_says_so(run):
    go_on = Event()
    gate = Limiter(at_once=1, waiting=1)
    built = component(
        ROOM, styles=["why.css"], functions={"wait": lambda _: go_on.wait()}, gate=gate, cards=[]
    )

    async def ask_thrice():
        served = [asyncio.create_task(built.wait("a drawing")) for _ in range(2)]
        await asyncio.sleep(0.01)  # one runs by now, and one waits
        refused = await built.wait("a drawing")
        go_on.set()
        return [*await asyncio.gather(*served), refused]

    assert run(ask_thrice()) == [True, True, {"error": BUSY, "busy": True}]


def test_what_fills_the_template_reaches_the_page():
    built = component(ROOM, styles=[], functions={}, gate=Limiter(1, 1), cards=[{"name": "a"}])
    assert json.dumps(built.get_config()["props"]) == '{"cards": [{"name": "a"}]}'
