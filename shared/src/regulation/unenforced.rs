//! Sentences that bind people and not software, each with the reason.

use crate::violation::{Bilingual, Citation};

/// A sentence no check can decide.
#[derive(Debug, Clone)]
pub struct Unenforced {
    /// Where it stands.
    pub citation: Citation,
    /// Why software leaves it to people, and to whom.
    pub reason: Bilingual,
}

/// All of them, in the order of the regulation.
pub const UNENFORCED: &[Unenforced] = &[
    Unenforced {
        citation: Citation::item(5, 2),
        reason: Bilingual::fixed(
            "軟體看不到影印機前的人;影印份數由使用者登錄,主管與查核人員查核。",
            "Software cannot see who stands at the copier: copies are declared by the user, and checked by supervisor and auditor.",
        ),
    },
    Unenforced {
        citation: Citation::item(5, 4),
        reason: Bilingual::fixed(
            "電話與傳真不在系統內;系統不提供任何資料內容的傳送途徑,其餘由主管監督。",
            "Telephone and fax are outside the system. It offers no way to send what the data says; the rest is for the supervisor to watch.",
        ),
    },
    Unenforced {
        citation: Citation::item(5, 5),
        reason: Bilingual::fixed(
            "「至無法辨識」由監毀人目視確認,系統記錄方式、時間與監毀人。",
            "Whether paper is beyond recognition is seen by the witness; the system records how, when and before whom.",
        ),
    },
    Unenforced {
        citation: Citation::point(10),
        reason: Bilingual::fixed(
            "民事、刑事責任由法院判斷,議處由所屬機關決定;系統留存每人知悉的日期與內容、移送文號及結果,並不以知悉作為查調的前提。",
            "Damages and guilt are for the courts, discipline for the agency. The system keeps who acknowledged which text when, and what was referred with what outcome; it ties no inquiry to it.",
        ),
    },
];
