"""A draft Protobuf contract of a seam."""

from estimator.model.source import Value


class ContractField(Value, frozen=True, kw_only=True):
    """One value that crosses, as a field; or why it has none."""

    name: str
    """In the contract: lower case with underscores."""
    type: str
    """Label and Protobuf type; ``""`` where it has no counterpart."""
    source_name: str
    source_type: str
    path: str
    line: int
    is_typed: bool
    """False for what has no counterpart, and for plain bytes: they say nothing of their content."""
    is_handle: bool = False
    """The name of an object that stays where it is, in the place of the object."""
    is_unread: bool = False
    """Goes to moved code only, and no file that code moves from reads it."""
    note: str = ""


class ContractMessage(Value, frozen=True, kw_only=True):
    """A message, or an enumeration where `values` has entries."""

    name: str
    source: str
    """Where it comes from: ``path:line`` or what it wraps."""
    fields: tuple[ContractField, ...] = ()
    values: tuple[str, ...] = ()
    is_choice: bool = False
    """Exactly one field is set: a `oneof`."""
    stays: tuple[str, ...] = ()
    """Fields of the source that do not cross: locks, loggers, markers."""


class ContractCall(Value, frozen=True, kw_only=True):
    """One function that crosses, as a remote call."""

    name: str
    symbol: str
    path: str
    line: int
    request: str
    response: str
    is_client_streaming: bool = False
    is_server_streaming: bool = False
    notes: tuple[str, ...] = ()


class ContractService(Value, frozen=True, kw_only=True):
    """Calls that one side serves."""

    name: str
    served_by: str
    calls: tuple[ContractCall, ...]


class ContractDraft(Value, frozen=True, kw_only=True):
    """Everything that one ``.proto`` file holds."""

    hot_path: str
    package: str
    imports: tuple[str, ...]
    services: tuple[ContractService, ...]
    messages: tuple[ContractMessage, ...]
    left_out: tuple[str, ...] = ()
    """Types that would have been messages beyond the limit."""

    def fields(self) -> tuple[ContractField, ...]:
        """Every field of every message, in the order of the file."""
        return tuple(field for message in self.messages for field in message.fields)
