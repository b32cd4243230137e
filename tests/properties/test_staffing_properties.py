"""What holds of queues and staffing whatever goes in."""

from __future__ import annotations

from hypothesis import given as drawn
from hypothesis import strategies as st

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.domain.staffing import Range, Staffing
from svcmodel.planning.erlang import agents_needed, average_wait, service_level, wait_probability
from svcmodel.planning.staffing import staffing_of
from svcmodel.scoring.decide import decide
from tests.builders import DAY, given

loads = st.floats(0.01, 400)
times = st.floats(10, 3600)
waits = st.floats(0, 600)
shares = st.floats(0.05, 0.99)
caps = st.floats(0.3, 1)


@drawn(load=loads, more=st.integers(1, 60), handling=times, within=waits)
def test_one_more_agent_is_never_worse(
    load: float, more: int, handling: float, within: float
) -> None:
    agents = int(load) + more
    assert 0 <= wait_probability(agents + 1, load) <= wait_probability(agents, load) <= 1
    fewer, many = (service_level(n, load, handling, within) for n in (agents, agents + 1))
    assert 0 <= fewer <= many <= 1
    assert 0 <= average_wait(agents + 1, load, handling) <= average_wait(agents, load, handling)


@drawn(load=loads, handling=times, within=waits, share=shares, cap=caps, at_once=st.integers(1, 5))
def test_as_few_agents_as_will_do(
    load: float, handling: float, within: float, share: float, cap: float, at_once: int
) -> None:
    agents = agents_needed(
        load, handling, share=share, within=within, occupancy=cap, at_once=at_once
    )
    servers, slip = agents * at_once, 1e-6
    assert load < servers
    assert load / servers <= cap + slip
    assert service_level(servers, load, handling, within) >= share
    fewer = servers - at_once
    assert (
        fewer <= load
        or load / fewer > cap - slip
        or service_level(fewer, load, handling, within) < share
    )


@drawn(load=loads, more=st.floats(1, 3), handling=times, within=waits, share=shares, cap=caps)
def test_more_to_do_never_takes_fewer(
    load: float, more: float, handling: float, within: float, share: float, cap: float
) -> None:
    few, many = (
        agents_needed(each, handling, share=share, within=within, occupancy=cap)
        for each in (load, load * more)
    )
    assert few <= many


channels = st.lists(
    st.sampled_from(["phone", "email", "live_chat", "in_person", "messaging", "portal_app"]),
    unique=True,
)
companies = st.fixed_dictionaries(
    {},
    optional={
        "cus_volume": st.integers(0, 10**15),
        "channels_by_use": channels.map(tuple),
        "cus_hours": st.integers(1, 5),
        "cus_immediacy": st.integers(1, 5),
        "cus_repetitive": st.integers(0, 100),
        "cus_digital": st.integers(1, 5),
        "flx_growth": st.sampled_from(["fall", "under_10", "from_10", "from_30", "double"]),
        "service_headcount": st.floats(0, 500),
    },
)


def staffed(
    catalogue: Catalogue,
    questionnaire: Questionnaire,
    shelf: PlaybookShelf,
    said: dict[str, object],
) -> Staffing | None:
    sheet = AnswerSheet("Acme", answers={id_: given(id_, value) for id_, value in said.items()})
    decided = decide(catalogue, questionnaire.bank, sheet, DAY)
    assert shelf.staffing is not None
    design, reading = decided.design, decided.reading
    return staffing_of(shelf.staffing, catalogue, questionnaire.bank, reading, design)


def ranges(staffing: Staffing) -> list[Range]:
    loads = [load for each in staffing.channels for load in (each.now, each.then)]
    found = [r for each in loads for r in (each.contacts, each.minutes, each.work, each.at_once)]
    found += [each.paid for each in loads]
    return [*found, *staffing.now, *staffing.then, staffing.relief]


@drawn(said=companies)
def test_every_range_has_its_ends_in_order_and_every_figure_its_origin(
    shipped: Catalogue, full: Questionnaire, shelf: PlaybookShelf, said: dict[str, object]
) -> None:
    staffing = staffed(shipped, full, shelf, said)
    if staffing is None:
        return
    assert all(0 <= least <= most for least, most in ranges(staffing))
    assert bool(staffing.channels) == ("cus_volume" in said)
    for each in staffing.inputs:
        assert (each.origin == "answer") <= (each.about in said)
        assert each.origin == "answer" or each.id == "repeated" or each.reason is not None
    for channel in staffing.channels:
        for load in (channel.now, channel.then):
            assert load.paid[0] >= load.work[0]
            assert not load.by_queue or channel.way == "live"
            assert not load.by_queue or all(end == int(end) for end in load.at_once)


@drawn(said=companies, volume=st.integers(100, 10**6), more=st.integers(1, 5))
def test_more_contacts_never_take_fewer_hours(
    shipped: Catalogue,
    full: Questionnaire,
    shelf: PlaybookShelf,
    said: dict[str, object],
    volume: int,
    more: int,
) -> None:
    """The design may change with the volume; the work of one design does not shrink."""
    few = staffed(shipped, full, shelf, {**said, "cus_volume": volume})
    many = staffed(shipped, full, shelf, {**said, "cus_volume": volume * more})
    if few is None or many is None:
        return
    same = [each.channel for each in few.channels] == [each.channel for each in many.channels]
    if same:
        assert few.now.work[0] <= many.now.work[0]
        assert few.now.work[1] <= many.now.work[1]
