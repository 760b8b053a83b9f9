# SPDX-License-Identifier: Apache-2.0
"""Immutable records: what ``dataclasses`` would make, which takes longer to load than a question takes to
answer, and this package is there for start-up."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterator, NoReturn

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:
    def dataclass_transform(**_: Any) -> Any:
        """Tells type checkers that annotations become keyword arguments."""
        return lambda cls: cls


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Frozen:
    """Annotations are fields, set once by keyword; a value in the class is the field's default.

    Names that begin with "_" count neither in comparisons nor in texts.
    """
    __fields: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        own = cls.__dict__.get("__annotations__", {})
        cls.__fields = (*cls.__fields, *(name for name in own if name not in cls.__fields))

    def __init__(self, **values: Any) -> None:
        for name in self.__fields:
            if name in values:
                object.__setattr__(self, name, values.pop(name))
            elif not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__}: {name} is missing")
        if values:
            raise TypeError(f"{type(self).__name__}: there is no {next(iter(values))}")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def _items(self) -> Iterator[tuple[str, Any]]:
        """The public fields with their values."""
        return ((name, getattr(self, name)) for name in self.__fields if name[0] != "_")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(value == getattr(other, name) for name, value in self._items())

    def __hash__(self) -> int:
        return hash(tuple(self._items()))

    def __repr__(self) -> str:
        shown = (f"{name}={value!r}" for name, value in self._items() if value not in (None, "", ()))
        return f"{type(self).__name__}({', '.join(shown)})"
