"""What a source is called."""

from __future__ import annotations

from svcmodel.domain.models import Source
from svcmodel.domain.records import Lang


def source_title(source: Source, lang: Lang) -> str:
    """A source with its title and where it appeared."""
    title = source.called.to(lang) if source.called else f"{source.cite}. {source.title}"
    return f"{title}, {source.outlet}" if source.outlet else title
