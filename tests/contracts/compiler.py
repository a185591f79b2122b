"""Runs the Protocol Buffers compiler over a draft, and reads what it made of it."""

from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet
from grpc_tools import protoc


def compiled(text: str, folder: Path) -> FileDescriptorProto:
    """The file as the compiler understands it; fails with its text where it does not."""
    source, result = folder / "draft.proto", folder / "draft.bin"
    source.write_text(text)
    included = Path(protoc.__file__).parent / "_proto"
    arguments = ["", f"-I{folder}", f"-I{included}", f"--descriptor_set_out={result}", str(source)]
    assert protoc.main(arguments) == 0, text
    found: FileDescriptorProto = FileDescriptorSet.FromString(result.read_bytes()).file[0]
    return found
