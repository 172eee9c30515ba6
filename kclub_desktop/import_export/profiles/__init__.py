"""All sources that are known: each module of this package that has a PROFILE. Adding one is adding a file."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from kclub_desktop.import_export.profile import Profile


@cache
def all_profiles() -> tuple[Profile, ...]:
    """Every known source, in the order of their module names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}").PROFILE for name in names)
