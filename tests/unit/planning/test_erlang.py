"""Queues against figures that others published, and against the plain sum of the formula."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

import pytest

from svcmodel.planning.erlang import (
    agents_needed,
    average_wait,
    hands_needed,
    service_level,
    wait_probability,
)

HALF_HOUR = 1800

LEAN = {30: (298, 24, 97), 31: (107, 46, 94), 32: (54, 62, 91)}
LEAN |= {33: (30, 74, 88), 34: (18, 82, 86), 35: (11, 88, 83)}
"""Agents: mean wait (s), answered within 30 s (%), occupancy (%), for 175 calls in half an hour.

"Operations and Management: Cutting Call Center Costs, Not Service", Multichannel Merchant
(Reynolds, The Call Center School), table "Staffing-Level Options". Its 29.2 erlangs are calls of 300 s.
"""

TRADE_OFF = {21: (137, 95), 22: (51, 91), 23: (25, 87), 24: (13, 83), 25: (7, 80)}
"""Agents: mean wait (s) and occupancy (%), for 20 hours of work in an hour.

Klenke, "Occupancy vs. Speed of Answer Goals", SWPP On Target, winter 2018. The waits are those of calls of
180 s, as in the association's other tables; the text beside the table speaks of 300 s.
"""


def test_the_worked_example_that_every_calculator_is_checked_with() -> None:
    """100 calls in 30 minutes of 180 s, 20 s, 14 agents (Call Centre Helper; pyworkforce's README)."""
    load = 100 * 180 / HALF_HOUR
    assert wait_probability(14, load) == pytest.approx(0.1741319335950498, abs=1e-15)
    assert service_level(14, load, 180, 20) == pytest.approx(0.8883500191794669, abs=1e-15)
    assert average_wait(14, load, 180) == pytest.approx(7.84, abs=0.005)
    assert agents_needed(load, 180, share=0.8, within=20, occupancy=0.85) == 14


@pytest.mark.parametrize("agents", LEAN)
def test_a_published_table_of_175_calls_in_half_an_hour(agents: int) -> None:
    load = 175 * 300 / HALF_HOUR
    wait, answered, busy = LEAN[agents]
    assert round(average_wait(agents, load, 300)) == wait
    assert round(100 * service_level(agents, load, 300, 30)) == answered
    assert round(100 * load / agents) == busy


@pytest.mark.parametrize("agents", TRADE_OFF)
def test_a_published_table_of_twenty_hours_of_work(agents: int) -> None:
    wait, busy = TRADE_OFF[agents]
    assert average_wait(agents, 20, 180) == pytest.approx(wait, abs=0.6)
    assert 100 * 20 / agents == pytest.approx(busy, abs=0.6)


@pytest.mark.parametrize(("agents", "waits"), [(11, 0.6821), (12, 0.4494), (13, 0.2853)])
def test_ten_erlangs_as_tables_print_them(agents: int, waits: float) -> None:
    assert wait_probability(agents, 10) == pytest.approx(waits, abs=5e-5)


def test_an_average_hour_of_twenty_thousand_calls_a_week() -> None:
    """250 calls an hour of 330 s, 80% in 30 s, take 28 (jonesthenet.com, "Erlang uplift")."""
    assert agents_needed(250 * 330 / 3600, 330, share=0.8, within=30, occupancy=1) == 28


@pytest.mark.parametrize(("agents", "load"), [(1, 0.5), (3, 2.9), (20, 15), (60, 50)])
def test_the_recursion_gives_the_formula_in_exact_fractions(agents: int, load: float) -> None:
    a = Fraction(load)
    queue = a**agents / factorial(agents) * agents / (agents - a)
    free = sum((a**n / factorial(n) for n in range(agents)), Fraction(0))
    assert wait_probability(agents, load) == pytest.approx(float(queue / (free + queue)), rel=1e-12)


def test_nobody_waits_where_nothing_comes_and_everybody_where_hands_are_missing() -> None:
    assert (wait_probability(1, 0), service_level(0, 0, 180, 20)) == (0, 1)
    assert (wait_probability(5, 5), service_level(5, 5, 180, 20)) == (1, 0)
    assert agents_needed(0, 180, share=0.8, within=20, occupancy=0.85) == 0


def test_the_cap_on_occupancy_asks_for_more_than_the_waits_do() -> None:
    waits = agents_needed(100, 300, share=0.8, within=20, occupancy=1)
    assert waits < agents_needed(100, 300, share=0.8, within=20, occupancy=0.85) == 118


def test_a_load_that_divides_evenly_takes_no_one_more() -> None:
    assert agents_needed(17, 300, share=0.01, within=20, occupancy=0.85) == 20


def test_chats_at_a_time_are_servers_that_share_a_person() -> None:
    """20 conversations at a time, as in the table above, take 24 servers: 12 people with two each."""
    one = agents_needed(20, 180, share=0.84, within=30, occupancy=0.85)
    assert one == 24
    assert agents_needed(20, 180, share=0.84, within=30, occupancy=0.85, at_once=2) == 12
    assert agents_needed(20, 180, share=0.84, within=30, occupancy=0.85, at_once=5) == 5


def test_a_load_beyond_any_company_is_reckoned_at_once() -> None:
    assert agents_needed(1e9, 300, share=0.8, within=20, occupancy=0.85) == 1_176_470_589
    assert wait_probability(1_177, 1_000) == pytest.approx(0, abs=1e-6)


def test_what_may_wait_takes_its_share_of_the_hour() -> None:
    assert hands_needed(1.7, 1, 0.85) == pytest.approx(2)
    assert hands_needed(1.7, 1.5, 0.85) == pytest.approx(3)
