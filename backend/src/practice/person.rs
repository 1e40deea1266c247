//! People who do not exist: names by chance, numbers with the right check digit.

use shared::{
    field,
    inquiry::{Identity, SubjectDraft},
};

use super::chance::Chance;

const SURNAMES: [&str; 14] =
    ["陳", "林", "黃", "張", "李", "王", "吳", "劉", "蔡", "楊", "許", "鄭", "謝", "洪"];
const GIVEN: [&str; 20] = [
    "怡", "志", "淑", "俊", "雅", "建", "美", "家", "宗", "佩", "文", "宏", "婷", "傑", "芬", "豪", "惠",
    "明", "玲", "哲",
];

/// A name of three characters.
pub fn name(chance: &mut Chance) -> String {
    let mut text = String::new();
    for part in [chance.one(&SURNAMES).copied(), chance.one(&GIVEN).copied(), chance.one(&GIVEN).copied()] {
        text.push_str(part.unwrap_or_default());
    }
    text
}

/// A national identity number with the right check digit; most people of the county have an N.
pub fn national_id(chance: &mut Chance) -> String {
    let letter = if chance.percent(70) {
        'N'
    } else {
        char::from(b'A' + u8::try_from(chance.below(26)).unwrap_or_default())
    };
    let body = format!("{letter}{}{:07}", 1 + chance.below(2), chance.below(10_000_000));
    // Exactly one check digit fits; the shared parser knows which.
    (0..10)
        .map(|check| format!("{body}{check}"))
        .find(|id| field::NationalId::check(id).is_ok())
        .unwrap_or_default()
}

/// A data subject.
pub fn subject(chance: &mut Chance) -> SubjectDraft {
    SubjectDraft { name: name(chance), identity: Identity::Typed(national_id(chance)) }
}
