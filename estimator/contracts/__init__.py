"""The seam of a hot path into a draft Protobuf contract with a gRPC service."""
