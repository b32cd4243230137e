"""How balanced a catalogue is, as JSON."""

from __future__ import annotations

import json
from typing import Any

from svcmodel.domain.balance import Balance, Counted, LayerBalance
from svcmodel.domain.catalogue import Catalogue
from svcmodel.render.record_names import per_cent

FORMAT = "svcmodel/balance/1"


def balance_json(balance: Balance, catalogue: Catalogue) -> str:
    """Everything that was counted."""
    head = catalogue.head
    data = {
        "format": FORMAT,
        "catalogue": {"id": head.id, "version": head.version, "hash": catalogue.hash},
        "companies": balance.companies,
        "seed": balance.seed,
        "unknown": per_cent(balance.unknown),
        "cases": balance.cases,
        "layers": [_layer(layer) for layer in balance.layers],
        "leaders": [
            {
                "layer": leader.layer,
                "model": leader.model,
                "cases": leader.cases,
                "of": leader.of,
                "finding": leader.is_finding,
            }
            for leader in balance.leaders
        ],
        "idle_criteria": [each._asdict() for each in balance.idle],
        "dominated": [
            {"model": each.model, "by": each.by, "proved": each.is_proved}
            for each in balance.dominated
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _layer(layer: LayerBalance) -> dict[str, Any]:
    return {
        "layer": layer.layer,
        "held": layer.is_held,
        "models": [
            {
                "model": each.model,
                "baseline": each.is_baseline,
                "companies": _counted(each.companies),
                "cases": _counted(each.cases),
                "never_wins": each.never_wins,
            }
            for each in layer.models
        ],
    }


def _counted(counted: Counted) -> dict[str, int]:
    return {"chosen": counted.chosen, "excluded": counted.excluded, "barred": counted.barred}
