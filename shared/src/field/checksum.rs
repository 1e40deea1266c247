//! The weighted sum that national ids and both forms of UI numbers share.
//!
//! Some weights share a factor with ten, so a few single-digit errors pass: a passing sum is never proof of identity.

/// The two digits that each first letter stands for, A to Z.
const LETTERS: [u8; 26] =
    [10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33];

/// True when the weighted sum of letter, second place and the eight digits is a multiple of ten.
/// `second` is a digit, or one of the letters A to D of the old UI number.
pub(super) fn is_right(letter: u8, second: u8, rest: [u8; 8]) -> bool {
    let (Some(first), Some(second)) = (code(letter), units(second)) else {
        return false;
    };
    let [a, b, c, d, e, f, g, h] = rest.map(|digit| u32::from(digit.wrapping_sub(b'0')));
    let sum = u32::from(first / 10) + u32::from(first % 10) * 9 + u32::from(second) * 8;
    (sum + a * 7 + b * 6 + c * 5 + d * 4 + e * 3 + f * 2 + g + h).is_multiple_of(10)
}

fn code(letter: u8) -> Option<u8> {
    LETTERS.get(usize::from(letter.checked_sub(b'A')?)).copied()
}

/// A letter in the second place counts only with the units of its code.
fn units(second: u8) -> Option<u8> {
    if second.is_ascii_digit() { second.checked_sub(b'0') } else { code(second).map(|code| code % 10) }
}
