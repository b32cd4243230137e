"""What a plan starts from: what is at work, what changes later, what it found out of itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from svcmodel.domain.catalogue import RoadRules
from svcmodel.domain.plan_design import Said
from svcmodel.domain.plan_rules import Situation
from svcmodel.domain.staffing import Staffing
from svcmodel.planning.left_channels import ChannelsAside


class Standing(NamedTuple):
    """What a plan starts from.

    `models`, `channels`: at work and in use today, as far as somebody said. `later`: the changes that
    begin after the first ones; `stays`: the baselines that are not changed. `situations`: those the plan
    found, each with the channels it is about.
    """

    models: Collection[str] = ()
    channels: Collection[str] = ()
    later: Sequence[str] = ()
    stays: Collection[str] = ()
    situations: Mapping[Situation, Sequence[str]] = {}


UNKNOWN = Standing()
"""Nothing is known of what there is."""


def standing_of(
    rules: RoadRules | None,
    told: Mapping[str, Said],
    later: Sequence[str],
    stays: Collection[str],
    aside: ChannelsAside,
    staffing: Staffing | None,
) -> Standing:
    """What a plan starts from. `later`, `stays`: as in `Standing`."""
    today = told.get(rules.today_question) if rules is not None else None
    models = today.value if today is not None and isinstance(today.value, tuple) else ()
    situations: dict[Situation, Sequence[str]] = {}
    if staffing is not None and staffing.enough == "short":
        situations["short_of_staff"] = ()
    if aside.closing:
        situations["channels_left"] = aside.closing
    return Standing(models, aside.used, later, stays, situations)
