//! Synthetic data subjects: valid numbers that belong to nobody we know of, and forms that name them.

use shared::{
    account::Grant,
    inquiry::{Identity, InquiryDraft, SubjectDraft},
};

use crate::chance::Chance;

/// Two-digit value of each first letter, A to Z.
const LETTERS: [u32; 26] =
    [10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33];
const SURNAMES: [char; 12] = ['陳', '林', '黃', '張', '李', '王', '吳', '劉', '蔡', '楊', '許', '鄭'];
const GIVEN: [char; 16] =
    ['怡', '志', '淑', '俊', '雅', '建', '美', '家', '宗', '佩', '文', '宏', '婷', '傑', '芬', '豪'];

/// A number of the right form with the right check digit.
pub fn national_id(chance: &mut Chance) -> String {
    let letter = chance.below(26) as usize;
    let mut digits = vec![1 + chance.below(2) as u32];
    digits.extend((0..7).map(|_| chance.below(10) as u32));
    let value = LETTERS[letter];
    let weighted: u32 =
        digits.iter().zip([8, 7, 6, 5, 4, 3, 2, 1]).map(|(digit, weight)| digit * weight).sum();
    let check = (10 - (value / 10 + value % 10 * 9 + weighted) % 10) % 10;
    let tail: String = digits.iter().chain([&check]).map(|digit| char::from(b'0' + *digit as u8)).collect();
    format!("{}{tail}", char::from(b'A' + letter as u8))
}

/// A name of three characters.
pub fn name(chance: &mut Chance) -> String {
    let surname = SURNAMES[chance.below(SURNAMES.len() as u64) as usize];
    let given = |chance: &mut Chance| GIVEN[chance.below(GIVEN.len() as u64) as usize];
    [surname, given(chance), given(chance)].into_iter().collect()
}

/// A name of four rare characters, which nothing but itself can be taken for.
pub fn rare_name(chance: &mut Chance) -> String {
    (0..4).filter_map(|_| char::from_u32(0x4e00 + chance.below(0x5000) as u32)).collect()
}

/// A data subject.
pub fn subject(chance: &mut Chance) -> SubjectDraft {
    SubjectDraft { name: name(chance), identity: Identity::Typed(national_id(chance)) }
}

/// A form the rules agree to, for somebody who holds `grant`; `month` is the current month such as `2026-03`.
pub fn form(chance: &mut Chance, grant: &Grant, month: &str) -> InquiryDraft {
    InquiryDraft {
        item: grant.item.to_string(),
        data_items: grant.data_items.first().cloned().into_iter().collect(),
        subjects: vec![subject(chance)],
        reason: "依身心障礙者權益保障法第73條辦理社會保險保險費補助,需核對自付額以計算補助金額。".to_owned(),
        case_number: format!("府社障字第115{:07}號", chance.below(10_000_000)),
        period_from: month.to_owned(),
        period_to: month.to_owned(),
        justification: String::new(),
        remark: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synthetic_numbers_are_valid() {
        let mut chance = Chance::new(7);
        for _ in 0..500 {
            assert!(shared::field::NationalId::check(&national_id(&mut chance)).is_ok());
        }
    }
}
