//! What is made known: point 10 in our words with the articles of law it points to. Another text has another hash, so that
//! an acknowledgment says which words were read.

use sha2::{Digest, Sha256};

use crate::{journal::hex, violation::Bilingual};

/// The text, paragraph by paragraph.
pub const ARTICLES: &[Bilingual] = &[
    Bilingual::fixed(
        "使用勞保局資料的人員(管理者、使用者)、單位主管及其他相關人員違反法令時,應負行政、民事及刑事責任(第十點)。",
        "Whoever uses the Bureau's data (manager, users), heads and others involved answer under administrative, civil and criminal law when they break the law (point 10).",
    ),
    Bilingual::fixed(
        "機關違反個人資料保護法,致個人資料遭不法蒐集、處理、利用或其他侵害當事人權利者,負損害賠償責任;因天災、事變或其他不可抗力所致者除外(個資法第28條第1項)。",
        "An agency that breaks the Personal Data Protection Act so that personal data is unlawfully collected, processed, used or a person's rights are otherwise infringed pays damages, unless a natural disaster, incident or other force majeure caused it (PDPA art. 28 I).",
    ),
    Bilingual::fixed(
        "損害賠償依個資法第28條、第31條及國家賠償法辦理;被害人雖非財產上之損害,亦得請求賠償相當之金額,名譽被侵害者並得請求回復名譽之適當處分(個資法第28條第2項)。",
        "Damages follow PDPA arts. 28 and 31 and the State Compensation Act. The injured may claim a fair sum for harm that is not to property, and suitable measures to restore a reputation (PDPA art. 28 II).",
    ),
    Bilingual::fixed(
        "意圖為自己或第三人不法之利益或損害他人之利益,違反特種個資(第6條)、特定目的與情形(第15條)、目的外利用(第16條)之規定,或對個人資料檔案為非法變更、刪除或以其他非法方法妨害其正確而足生損害於他人者,依個資法第41條、第42條負刑事責任。",
        "Whoever, meaning to gain unlawfully for themselves or a third person or to harm another, breaks the rules on sensitive data (art. 6), purpose and grounds (art. 15) or use beyond the purpose (art. 16), or unlawfully alters or deletes a file of personal data or impairs its accuracy so that others may be harmed, is criminally liable (PDPA arts. 41, 42).",
    ),
    Bilingual::fixed(
        "公務員假借職務上之權力、機會或方法犯之者,加重其刑至二分之一(個資法第44條);違反其他法律者,並依各該規定追究。",
        "A public servant who abuses the power, opportunity or means of the office faces penalties raised by up to one half (PDPA art. 44); other laws apply besides.",
    ),
    Bilingual::fixed(
        "涉及違反法令者由所屬機關議處;相關管理人員未盡善良管理人之注意義務者,亦同。",
        "Whoever is involved is disciplined by their own agency; so are managers who did not take the care of a good administrator.",
    ),
];

/// The hash of the text in both languages, hexadecimal.
#[must_use]
pub fn text_hash() -> String {
    let mut hash = Sha256::new();
    for article in ARTICLES {
        hash.update(article.zh_tw.as_bytes());
        hash.update([0]);
        hash.update(article.en.as_bytes());
        hash.update([0]);
    }
    hex(&hash.finalize())
}
