#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    card_fuzz::list(bytes);
});
