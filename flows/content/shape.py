"""What every structure file in `content/` has in common, strict: an unknown or missing key is a problem, not a guess."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
Condition = Any  # parsed by flows.check.conditions, which says what is wrong with it
Sources = Annotated[list[str], Field(min_length=1)]


class Strict(BaseModel):
    """Nothing that is not named here may stand in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Reviewed(Strict):
    """When the file was last gone over, and the clinician who signed it (`none` until one has)."""

    reviewed_on: date
    reviewed_by: str
