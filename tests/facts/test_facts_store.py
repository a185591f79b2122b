"""The facts file: one row a line, versions, faults with their place, the schema."""

import json

import jsonschema
import pytest
from facts_builders import layouts, parsed, sites, skipped, standing_of, tree

from estimator.errors import InputError
from estimator.facts.aggregate import aggregate
from estimator.facts.store import decode_facts, encode_facts, facts_schema
from estimator.model.facts import RepositoryFacts


@pytest.fixture
def facts() -> RepositoryFacts:
    files = [parsed("a.go", sites("f", go_x=[1, 2])), parsed("b/b.rs"), skipped("c.go")]
    found = tree(files, others=["x.proto"], notes=["A note."])
    return aggregate(
        found, files, layouts(files), standing_of(files), tool_version="1", declared={"a": "1"}
    )


def test_facts_come_back_as_they_went(facts: RepositoryFacts) -> None:
    assert decode_facts(encode_facts(facts)) == facts


def test_bytes_come_back_as_they_went(facts: RepositoryFacts) -> None:
    content = encode_facts(facts)

    assert encode_facts(decode_facts(content)) == content


def test_each_file_has_a_line_of_its_own(facts: RepositoryFacts) -> None:
    lines = encode_facts(facts).decode().splitlines()

    assert sum(line.startswith('{"path":"') for line in lines) == len(facts.files)


def test_the_file_fits_its_published_schema(facts: RepositoryFacts) -> None:
    schema = facts_schema()

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(encode_facts(facts)), schema)


def test_a_newer_minor_version_with_new_fields_is_read(facts: RepositoryFacts) -> None:
    document = json.loads(encode_facts(facts))
    document |= {"schema_version": "1.9", "invented": 1}

    assert decode_facts(json.dumps(document).encode()).schema_version == "1.9"


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("2.0", "facts of schema version 2.0; this program reads up to 1.x"),
        ("0.9", "facts of schema version 0.9 are too old"),
        ("one", "not a facts file: schema_version 'one'"),
        ("9999999", "not a facts file: schema_version '9999999'"),
    ],
)
def test_another_version_is_refused(version: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        decode_facts(json.dumps({"schema_version": version}).encode())

    assert caught.value.message == message
    assert "estimator facts PATH" in caught.value.hint


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a facts file"),
        (b"[]", "not a facts file"),
        (b'{"schema_version": "1.0"', "not a facts file"),
        (b'{"a":' + b"[" * 100_000, "not a facts file: nested too deeply"),
        (b'{"schema_version": "1.0"}', "not a valid facts file"),
    ],
)
def test_what_is_no_facts_file_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        decode_facts(content)

    assert caught.value.message.startswith(message)


def test_a_wrong_value_is_named_by_its_place(facts: RepositoryFacts) -> None:
    document = json.loads(encode_facts(facts))
    document["files"][1]["lines"]["code"] = "many"

    with pytest.raises(InputError, match=r"\$\.files\[1\]\.lines\.code"):
        decode_facts(json.dumps(document).encode())
