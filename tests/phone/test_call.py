import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from app.phone.call import (
    CallState,
    failed,
    fold,
    given_up,
    incoming,
    outgoing,
    stopped,
    transfer_given_up,
    transfer_to,
    unplaced,
    wait_noticed,
)
from app.phone.ending import EndKind, failed_ending
from app.phone.errors import EngineNotReady
from app.phone.messages import (
    CallMedia,
    CallMuted,
    CallProgress,
    DigitHeard,
    DigitSent,
    Failed,
    FarSilence,
    IncomingCall,
    TransferProgress,
    Trying,
)
from app.phone.saying import say

DIALLED = outgoing("c1", "2001", "Ann", 100.0)
RANG_IN = incoming(IncomingCall(call="c2", number="2001", name="Ann", called="1001"), 100.0)


def went(call, *events):
    for second, event in enumerate(events, 101):
        call = fold(call, event, float(second))
    return call


def to(state, status=0, reason="", cause=0):
    return CallProgress(call="c1", state=state, status=status, reason=reason, cause=cause)


def test_a_call_from_dialling_to_its_end():
    call = went(
        DIALLED,
        Trying(call="c1"),
        to("ringing", 180),
        to("connected", 200),
        CallMuted(call="c1", on=True),
        CallMedia(call="c1", held_here=True, held_there=False),
        DigitSent(call="c1", digit="5"),
        DigitSent(call="c1", digit="#"),
        DigitHeard(call="c1", digit="1"),
        FarSilence(call="c1", silent=True),
        to("ended", 200, "Normal call clearing"),
    )
    assert (call.state, call.connected_at, call.ended_at) == (CallState.ENDED, 103.0, 110.0)
    assert (call.muted, call.held, call.held_there, call.silent_there) == (True, True, False, True)
    assert (call.keys, call.heard) == ("5#", "1")
    assert call.ending.kind is EndKind.FAR_HUNG_UP


def test_a_call_never_goes_back():
    call = went(DIALLED, to("early media", 183), to("ringing", 180))
    assert call.state is CallState.EARLY_MEDIA
    over = stopped(call, 200.0)
    assert fold(over, to("connected", 200), 201.0) == over


events = st.one_of(
    st.builds(to, st.sampled_from([state.value for state in CallState]), st.sampled_from([0, 180, 200, 408, 486, 603])),
    st.just(Trying(call="c1")),
    st.builds(CallMedia, call=st.just("c1"), held_here=st.booleans(), held_there=st.booleans()),
    st.builds(DigitSent, call=st.just("c1"), digit=st.sampled_from("0123456789*#")),
)


@given(st.sampled_from([DIALLED, RANG_IN]), st.lists(events))
def test_whatever_comes_an_ended_call_has_an_ending_and_a_connected_one_a_time(call, happened):
    call = went(call, *happened)
    assert call.live == (call.ending is None) == (call.ended_at is None)
    assert call.state is not CallState.CONNECTED or call.connected_at is not None


@pytest.mark.parametrize(
    ("changes", "status", "kind"),
    [
        pytest.param({"hung_up_here": True}, 487, EndKind.CANCELLED, id="we gave up"),
        pytest.param({"hung_up_here": True, "connected_at": 1.0}, 200, EndKind.HUNG_UP, id="we hung up"),
        pytest.param({"hung_up_here": True, "turned_away_with": 603}, 603, EndKind.TURNED_AWAY, id="we declined"),
        pytest.param({"connected_at": 1.0}, 200, EndKind.FAR_HUNG_UP, id="they hung up"),
        pytest.param({"connected_at": 1.0}, 408, EndKind.CONNECTION_LOST, id="the network went away"),
        pytest.param({"direction": "in"}, 487, EndKind.MISSED, id="they gave up"),
        pytest.param({"answered_at_all": True}, 487, EndKind.NO_ANSWER, id="the server's own limit"),
        pytest.param({}, 408, EndKind.UNREACHABLE, id="never any answer"),
        pytest.param({"answered_at_all": True}, 408, EndKind.NO_ANSWER, id="rang out"),
    ],
)
def test_who_ended_it(changes, status, kind):
    call = went(evolve(DIALLED, **changes), to("ended", status))
    assert call.ending.kind is kind
    assert call.ending.text.endswith(".")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (486, EndKind.BUSY),
        (600, EndKind.BUSY),
        (480, EndKind.NO_ANSWER),
        (603, EndKind.DECLINED),
        (404, EndKind.NOT_FOUND),
        (484, EndKind.NOT_FOUND),
        (604, EndKind.NOT_FOUND),
        (502, EndKind.UNREACHABLE),
        (503, EndKind.UNREACHABLE),
        (401, EndKind.NOT_ALLOWED),
        (403, EndKind.NOT_ALLOWED),
        (407, EndKind.NOT_ALLOWED),
        (488, EndKind.NO_COMMON_CODEC),
        (500, EndKind.OTHER),
        (499, EndKind.OTHER),
    ],
)
def test_each_failure_says_what_happened_and_what_to_do(status, kind):
    ending = failed_ending(status, "Some Words")
    assert ending.kind is kind
    assert ending.happened.endswith(".")
    assert ending.next_step.endswith(".")
    if kind is EndKind.OTHER:
        assert f"{status} Some Words" in ending.happened


@pytest.mark.parametrize(
    ("status", "cause", "kind"),
    [
        pytest.param(480, 17, EndKind.BUSY, id="busy by cause"),
        pytest.param(480, 20, EndKind.UNREACHABLE, id="the device is not registered"),
        pytest.param(503, 1, EndKind.NOT_FOUND, id="a gateway's way to say no such number"),
        pytest.param(486, 20, EndKind.BUSY, id="a plain status needs no cause"),
        pytest.param(480, 127, EndKind.NO_ANSWER, id="a cause that says nothing"),
    ],
)
def test_a_cause_sharpens_a_vague_status(status, cause, kind):
    assert failed_ending(status, cause=cause).kind is kind


def test_still_trying_only_while_nothing_has_come():
    assert wait_noticed(DIALLED).still_trying
    assert not fold(wait_noticed(DIALLED), Trying(call="c1"), 104.0).still_trying
    assert not wait_noticed(fold(DIALLED, Trying(call="c1"), 101.0)).still_trying
    assert not wait_noticed(RANG_IN).still_trying
    assert not fold(wait_noticed(DIALLED), to("ended", 404), 104.0).still_trying


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (DIALLED, "Calling"),
        (wait_noticed(DIALLED), "Still trying"),
        (went(DIALLED, to("connected", 200)), "Connected"),
        (evolve(wait_noticed(DIALLED), trouble="A key could not be sent."), "A key could not be sent"),
        (evolve(DIALLED, held=True), "On hold"),
        (evolve(DIALLED, held_there=True), "put you on hold"),
        (evolve(DIALLED, silent_there=True), "nothing is heard"),
        (went(DIALLED, to("ended", 486)), "The line is busy"),
    ],
)
def test_a_call_in_one_line(call, words):
    assert words in say(call)


@pytest.mark.parametrize(
    ("call", "do", "kind"),
    [
        pytest.param(DIALLED, "dial", EndKind.UNREACHABLE, id="could not be dialled"),
        pytest.param(evolve(DIALLED, hung_up_here=True), "hang up", EndKind.CANCELLED, id="nobody knows it"),
        pytest.param(
            evolve(went(DIALLED, to("connected", 200)), hung_up_here=True), "hang up", EndKind.HUNG_UP, id="any more"
        ),
    ],
)
def test_a_call_that_cannot_be_dialled_or_hung_up_is_over(call, do, kind):
    over = failed(call, Failed(do=do, call="c1", reason="KeyError: 'c1'"), 200.0)
    assert (over.state, over.ended_at, over.ending.kind) == (CallState.ENDED, 200.0, kind)
    assert failed(over, Failed(do=do, call="c1", reason="again"), 201.0) == over


def test_a_call_goes_on_when_something_else_in_it_fails():
    call = went(DIALLED, to("connected", 200))
    assert failed(call, Failed(do="dial", call="c1", reason="late"), 200.0).live
    assert "hold" in failed(call, Failed(do="hold", call="c1", reason="no"), 200.0).trouble


def test_a_call_that_no_engine_came_for_ends_in_the_words_of_the_problem():
    problem = EngineNotReady("The phone engine stopped").problem
    over = unplaced(DIALLED, problem, 105.0)
    assert (over.ended_at, over.ending.happened, over.ending.next_step) == (105.0, problem.happened, problem.next_step)
    assert given_up(DIALLED, 105.0).ending.kind is EndKind.CANCELLED


def test_an_engine_that_stopped_is_said_so():
    assert "phone engine stopped" in stopped(DIALLED, 105.0).ending.text


UP = went(DIALLED, to("connected", 200))


def sent_on(*progress):
    """A call being transferred, after the far end's word on that: status and whether it is the last."""
    events = (TransferProgress(call="c1", status=status, final=final) for status, final in progress)
    return went(transfer_to(UP, "2002"), *events)


@pytest.mark.parametrize(
    ("progress", "state", "words"),
    [
        ([], "trying", "Transferring to 2002"),
        ([(100, False)], "trying", "Transferring to 2002"),
        ([(100, False), (180, False)], "ringing", "2002 rings"),
        ([(100, False), (200, True)], "done", "Transferred to 2002"),
        ([(180, False), (486, True)], "failed", "the line is busy"),
        ([(405, True)], "failed", "the server said 405"),
        ([(100, True)], "failed", "nobody says"),
        ([(0, True)], "failed", "nobody says"),
    ],
)
def test_a_transfer_says_how_far_it_is(progress, state, words):
    transfer = sent_on(*progress).transfer
    assert (transfer.target, transfer.state) == ("2002", state)
    assert words in transfer.text


@pytest.mark.parametrize(
    ("progress", "status", "kind"),
    [
        pytest.param([(200, True)], 200, EndKind.TRANSFERRED, id="done"),
        pytest.param([(100, False)], 200, EndKind.TRANSFERRED, id="taken out by the server"),
        pytest.param([(486, True)], 200, EndKind.FAR_HUNG_UP, id="failed before"),
        pytest.param([(100, False)], 503, EndKind.CONNECTION_LOST, id="lost meanwhile"),
    ],
)
def test_how_a_call_ends_that_was_transferred(progress, status, kind):
    call = went(sent_on(*progress), to("ended", status))
    assert call.ending.kind is kind
    assert (call.transfer.state == "done") == (kind is EndKind.TRANSFERRED)


def test_a_transfer_nobody_speaks_of_is_given_up_and_can_be_told_later():
    call = transfer_given_up(sent_on((180, False)))
    assert call.transfer.state == "failed"
    assert went(call, TransferProgress(call="c1", status=200, final=True)).transfer.state == "done"


@pytest.mark.parametrize("status", [406, 415, 488])
def test_an_answer_that_cannot_be_heard_is_no_lost_connection(status):
    assert went(UP, to("ended", status)).ending.kind is EndKind.NO_COMMON_CODEC


def test_a_number_that_moved_says_where_to():
    moved = CallProgress(call="c1", state="ended", status=302, moved_to="2005")
    assert went(DIALLED, moved).ending.kind is EndKind.MOVED
    assert "2005" in went(DIALLED, moved).ending.next_step
    assert went(DIALLED, to("ended", 302)).ending.kind is EndKind.OTHER


def test_who_was_connected_with_somebody_else_is_told_so():
    assert went(evolve(UP, passed_on_to="c2"), to("ended", 200)).ending.kind is EndKind.TRANSFERRED
