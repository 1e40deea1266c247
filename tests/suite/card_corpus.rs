//! Every input the long search ever found to reach something new is read again: none stops the server, none signs in.

use std::{fs, path::Path};

#[path = "../fuzz/src/lib.rs"]
mod card_fuzz;

/// How many of a target's inputs are taken, and how many there are.
fn replay(target: &str, take: fn(&[u8]) -> bool) -> (usize, usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let inputs: Vec<_> =
        fs::read_dir(folder).unwrap().map(|file| fs::read(file.unwrap().path()).unwrap()).collect();
    (inputs.iter().filter(|bytes| take(bytes)).count(), inputs.len())
}

#[test]
fn of_all_messages_of_the_corpus_only_the_honest_ones_sign_in() {
    let (taken, all) = replay("message", card_fuzz::message);
    assert!(taken >= 1, "the honest card signs in, or nothing here was judged");
    assert!(all > 1, "the corpus is there");
}

#[test]
fn of_all_certificates_of_the_corpus_only_the_honest_one_is_taken() {
    let (taken, all) = replay("certificate", card_fuzz::certificate);
    assert!(taken >= 1 && all > 1, "{taken} of {all}");
    replay("certificate", card_fuzz::an_authority);
}

#[test]
fn of_all_lists_of_the_corpus_only_the_authoritys_own_is_taken() {
    let (taken, all) = replay("list", card_fuzz::list);
    assert!(taken >= 1 && all > 1, "{taken} of {all}");
}
