from attrs import evolve

from app.phone.call import incoming
from app.phone.messages import IncomingCall
from app.sandbox.phones import Phones


def test_the_sandbox_remembers_the_last_thousand():
    told = []
    phones = Phones(["2001"], on_log=told.append)
    for number in range(1_100):
        call = incoming(IncomingCall(call=f"c{number}", number="1001", name="", called="2001"), 0.0)
        phones._on_call(call)
        phones._log_keys(evolve(call, heard=str(number)))
    assert [call.id for call in phones.calls] == [f"c{number}" for number in range(100, 1_100)]
    assert len(phones._logged) == 1_000
    assert len(told) == 1_100
    assert phones.log == told[-1_000:]
