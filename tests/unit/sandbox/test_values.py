"""Property values on Pulumi's wire."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pulumi.runtime import rpc

from orion_rds.testing import UNKNOWN
from orion_sandbox.providers.values import from_wire, has_unknown, secret_keys, to_wire

TEXT = st.text(max_size=8).filter(lambda text: text != rpc.UNKNOWN)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT | st.just(UNKNOWN)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3))
PROPERTIES = st.dictionaries(TEXT, VALUES, max_size=4)


@given(PROPERTIES, st.data())
def test_values_come_back_as_they_went(properties: dict[str, Any], data: st.DataObject) -> None:
    """Secret or not, known or not, a value is the same after encoding and decoding."""
    secrets = data.draw(st.sets(st.sampled_from(sorted(properties)))) if properties else set[str]()

    wire = to_wire(properties, secrets)

    assert from_wire(wire) == properties
    assert secret_keys(wire) == secrets


def test_a_secret_deep_inside_makes_its_property_secret() -> None:
    """State is encrypted by top-level property, so one secret leaf must make all of it secret."""
    wire = to_wire({"outer": {rpc._special_sig_key: rpc._special_secret_sig, "value": "hidden"}})
    nested = to_wire({"list": [dict(wire.fields["outer"].struct_value)], "open": "seen"})

    assert secret_keys(nested) == {"list"}


def test_whole_numbers_arrive_as_integers() -> None:
    """Protobuf knows floating point only; botocore refuses 7.0 where AWS wants 7."""
    value = from_wire(to_wire({"days": 7, "acu": 0.5}))

    assert (repr(value["days"]), repr(value["acu"])) == ("7", "0.5")


def test_an_unknown_is_found_at_any_depth() -> None:
    """A preview must neither check nor send unknown values."""
    assert has_unknown({"a": [{"b": UNKNOWN}]})
    assert not has_unknown({"a": [{"b": "known"}]})
