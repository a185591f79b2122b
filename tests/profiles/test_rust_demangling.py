"""Rust symbols of both manglings, written out; some were made by rustc 1.95, others by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.profiles.legacynames import demangled_legacy
from estimator.profiles.symbols import cleaned
from estimator.profiles.v0names import demangled_v0

ALPHABET = "_RNvCMXYIB0123456789abcstuEKLpDFAST"


@pytest.mark.parametrize(
    ("symbol", "path"),
    [
        ("_RNvCs12r7Enk60dP_7busy_rs5areas", "busy_rs::areas"),
        (
            "_RINvCs12r7Enk60dP_7busy_rs6scaledNCNCNvB2_5areass_00EB2_",
            "busy_rs::scaled::<busy_rs::areas::{closure#1}::{closure#0}>",
        ),
        ("_RNCNvC7busy_rs7collect0", "busy_rs::collect::{closure#0}"),
        (
            "_RNvXs_NtC7busy_rs6shapesNtB4_6SquareNtB4_4Area4area",
            "<busy_rs::shapes::Square as busy_rs::shapes::Area>::area",
        ),
        ("_RNvMNtC1a1bNtB2_1T3new", "<a::b::T>::new"),
        ("_RNvYhNtC1a2Tr1m", "<u8 as a::Tr>::m"),
        ("_RINvC1a1fReQSjPlOxE", "a::f::<&str, &mut [usize], *const i32, *mut i64>"),
        ("_RINvC1a1fTEThEThaEE", "a::f::<(), (u8,), (u8, i8)>"),
        ("_RINvC1a1fAhj3_E", "a::f::<[u8; 3]>"),
        ("_RINvC1a1fKlnf_Kb1_Kc41_KpE", "a::f::<-15, true, 'A', _>"),
        ("_RINvC1a1fFUKChEuFKQhEzE", ""),
        ("_RINvC1a1fFUKChEuFhEzE", 'a::f::<unsafe extern "C" fn(u8), fn(u8) -> !>'),
        ("_RINvC1a1fDNtB2_2TrEL_E", "a::f::<dyn a::Tr>"),
        ("_RINvC1a1fDNtB2_2Trp4ItemhEL_E", "a::f::<dyn a::Tr<Item = u8>>"),
        ("_RINvC1a1fDINtB2_2TrhEp4ItemhEL_E", "a::f::<dyn a::Tr<u8, Item = u8>>"),
        ("_RNSNvC1a1f3foos_0", ""),
        ("_RNSC1a6vtable", "a::{shim:vtable#0}"),
        ("_RNvC6_123ab3foo", ""),
        ("_RNvC6_123foo3foo", "123foo::foo"),
        ("_RNvC1au7rve_bma", "a::réve"),
        ("_RINvC1a1fWmRm1_m9_E", "a::f::<u32 is 1..=9>"),
        ("_RINvC1a1fWmORm1_m2_Rm5_m6_EE", "a::f::<u32 is 1..=2 | 5..=6>"),
        ("__RNvC1a1f", "a::f"),
        ("_RNvC1a1f.llvm.1234", "a::f"),
    ],
)
def test_v0_symbols_are_written_out(symbol: str, path: str) -> None:
    assert (demangled_v0(symbol) or "") == path


@pytest.mark.parametrize(
    ("symbol", "path"),
    [
        ("_ZN7busy_rs5areas17h2008fb35373194cfE", "busy_rs::areas"),
        (
            "_ZN3std2rt10lang_start28_$u7b$$u7b$closure$u7d$$u7d$17ha85ec3adafdd173eE.llvm.24581",
            "std::rt::lang_start::{{closure}}",
        ),
        (
            "_ZN59_$LT$a..T$u20$as$u20$core..convert..From$LT$$RF$str$GT$$GT$4from17h0123456789abcdefE",
            "<a::T as core::convert::From<&str>>::from",
        ),
        ("__ZN1a1f17h0123456789abcdefE", "a::f"),
        ("ZN1a1f17h0123456789abcdefE", "a::f"),
        ("_ZN1a1fE", ""),
        ("_ZN4absl4Time17h0123456789abcdeE", ""),
        ("_ZN17h0123456789abcdefE", ""),
        ("_ZN99a1f17h0123456789abcdefE", ""),
        ("_ZN1a", ""),
        ("_ZN1a.b17h0123456789abcdefE", ""),
        ("_ZN10_$u2c$$u0$17h0123456789abcdefE", ",$u0$"),
    ],
)
def test_legacy_symbols_are_written_out(symbol: str, path: str) -> None:
    assert (demangled_legacy(symbol) or "") == path


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("a::f::h0123456789abcdef", "a::f"),
        ("a::f::hello", "a::f::hello"),
        ("<a::b::llv$u6d$..T$u20$as$u20$a..Tr$GT$::run", "<a::b::llvm::T as a::Tr>::run"),
        ("malloc+0x1f", "malloc"),
        ("do_it.cold", "do_it"),
        ("do_it.isra.0.constprop.1", "do_it"),
        ("main.(*T).M", "main.(*T).M"),
        ("main.f.func1", "main.f.func1"),
        ("  ", "?"),
        ("x" * 5_000, "x" * 4_000),
    ],
)
def test_what_is_no_part_of_a_symbol_is_dropped(text: str, symbol: str) -> None:
    assert cleaned(text).symbol == symbol


def test_the_program_that_dtrace_names_is_kept_apart() -> None:
    named = cleaned("hx`<hx::T as core::fmt::Display>::fmt")

    assert (named.image, named.symbol) == ("hx", "<hx::T as core::fmt::Display>::fmt")


@given(st.text(ALPHABET, max_size=120))
def test_any_text_is_written_out_or_left(text: str) -> None:
    for form in (f"_R{text}", f"_ZN{text}E"):
        assert cleaned(form).symbol


def test_back_references_cannot_make_a_symbol_explode() -> None:
    pairs = "".join("TB_B_E" for _ in range(2))
    bomb = "_RINvC1a1f" + "T" * 150 + pairs + "E" * 150 + "E"
    doubling = (
        "_RINvC1a1fT" + "".join(f"TB{index}_B{index}_E" for index in "0123456789abcdef") + "EE"
    )

    for symbol in (bomb, doubling, "_R" + "NvNt" * 5_000, "_RINvC1a1f" + "R" * 5_000 + "hE"):
        assert len(cleaned(symbol).symbol) <= 4_000
