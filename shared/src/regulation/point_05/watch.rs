//! 5(2), 5(4): what the supervisor, who answers for oversight, is made aware of. Each finding explains itself with its
//! numbers and refuses nothing: people judge it.

use chrono::{DateTime, Days, FixedOffset, Timelike, Utc};

use super::{NEED_TO_KNOW, PURPOSE};
use crate::{
    oversight::{Moment, Watched},
    record::taiwan_day,
    regulation::{Dated, Rule, Settings},
    violation::Violation,
};

/// However few are usual: never fewer forms a day than this.
const VOLUME_LEAST: Dated<u32> = Dated::always(10);

/// Outside office hours.
pub const OFF_HOURS: Rule = Rule::advice(
    "P05-2-OFF-HOURS",
    PURPOSE,
    "{act}時間為 {time}{rest},不在上班日 {from} 時至 {to} 時之間。請向當事人確認是否為公務所需。",
    "{act_en} at {time}{rest_en}, outside {from}:00 to {to}:00 of an office day. Ask the person whether the work needed it.",
);
/// Far more than usual.
pub const VOLUME: Rule = Rule::advice(
    "P05-2-VOLUME",
    PURPOSE,
    "當日已送陳 {count} 件;此人前 30 日每個有登記之日的中位數為 {usual} 件。請確認是否有大量辦理的需要。",
    "{count} forms on this day; this person's median over the days with any in the 30 days before is {usual}. Ask what made so many necessary.",
);
/// The same citizen once more.
pub const SUBJECT_AGAIN: Rule = Rule::advice(
    "P05-2-SUBJECT-AGAIN",
    PURPOSE,
    "本件有 {count} 位被查詢人,同一人一年內曾以其他案號查調過。請確認是否為原申請目的所需。",
    "{count} of the subjects were asked for by the same person under another case number within the year. Make sure that the purpose is the registered one.",
);
/// Somebody who works here.
pub const COLLEAGUE: Rule = Rule::advice(
    "P05-4-COLLEAGUE",
    NEED_TO_KNOW,
    "本件有 {count} 位被查詢人與同仁的姓名及身分證末四碼相同。如確為同仁,請確認與業務有關並留意迴避。",
    "{count} of the subjects have the name and last four digits of a colleague. If it is a colleague, make sure that it is for the work, and that nobody decides on their own affairs.",
);

/// Days before a submission that tell what is usual.
pub const USUAL_DAYS: Days = Days::new(30);

/// What is worth a second look about one act.
#[must_use]
pub fn notice(watched: &Watched, settings: &Settings) -> Vec<Violation> {
    let mut found = Vec::new();
    let on = taiwan_day(watched.at);
    let (from, to) = (settings.first_hour, settings.last_hour);
    let time = taiwan_time(watched.at);
    let is_rest = watched.is_rest_day == Some(true);
    let is_late = time.is_some_and(|(hour, _)| hour < from || hour >= to);
    if let Some((hour, minute)) = time.filter(|_| is_rest || is_late) {
        let (act, act_en) = watched.moment.words();
        let (rest, rest_en) = if is_rest { ("(放假日)", " on a day off") } else { ("", "") };
        found.push(OFF_HOURS.filled(
            watched.moment.path(),
            &[
                ("act", &act),
                ("act_en", &act_en),
                ("time", &format!("{hour:02}:{minute:02}")),
                ("rest", &rest),
                ("rest_en", &rest_en),
                ("from", &from),
                ("to", &to),
            ],
        ));
    }
    if watched.moment != Moment::Submitted {
        return found;
    }
    let usual = crate::inquiry::median(watched.days_before.clone());
    if watched.that_day >= VOLUME_LEAST.on(on) && watched.that_day > usual * settings.volume_times {
        found.push(VOLUME.filled("", &[("count", &watched.that_day), ("usual", &usual)]));
    }
    if watched.subjects_again > 0 {
        found.push(SUBJECT_AGAIN.filled("subjects", &[("count", &watched.subjects_again)]));
    }
    if watched.colleagues > 0 {
        found.push(COLLEAGUE.filled("subjects", &[("count", &watched.colleagues)]));
    }
    found
}

fn taiwan_time(at: DateTime<Utc>) -> Option<(u32, u32)> {
    let at = at.with_timezone(&FixedOffset::east_opt(8 * 3600)?);
    Some((at.hour(), at.minute()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Tuesday, ten in the morning in Taiwan.
    fn quiet() -> Watched {
        Watched {
            moment: Moment::Submitted,
            at: "2026-03-10T02:00:00Z".parse().unwrap(),
            is_rest_day: Some(false),
            that_day: 1,
            days_before: vec![2, 3, 4],
            subjects_again: 0,
            colleagues: 0,
        }
    }

    fn codes(watched: &Watched) -> Vec<String> {
        notice(watched, &Settings::FIRST).into_iter().map(|found| found.code.into_owned()).collect()
    }

    #[test]
    fn an_ordinary_morning_is_not_worth_a_word() {
        assert!(codes(&quiet()).is_empty());
    }

    #[test]
    fn seven_in_the_evening_is_late_and_a_minute_before_is_not() {
        let at = |text: &str| Watched { at: text.parse().unwrap(), ..quiet() };
        assert_eq!(codes(&at("2026-03-10T11:00:00Z")), ["P05-2-OFF-HOURS"]);
        assert!(codes(&at("2026-03-10T10:59:00Z")).is_empty());
        assert_eq!(codes(&at("2026-03-09T22:59:00Z")), ["P05-2-OFF-HOURS"]);
        assert!(codes(&at("2026-03-09T23:00:00Z")).is_empty());
    }

    #[test]
    fn a_day_off_is_noticed_and_an_unknown_calendar_is_not_guessed() {
        assert_eq!(codes(&Watched { is_rest_day: Some(true), ..quiet() }), ["P05-2-OFF-HOURS"]);
        assert!(codes(&Watched { is_rest_day: None, ..quiet() }).is_empty());
        let queried = Watched { moment: Moment::Queried, is_rest_day: Some(true), that_day: 40, ..quiet() };
        assert_eq!(codes(&queried), ["P05-2-OFF-HOURS"]);
    }

    #[test]
    fn ten_forms_a_day_are_many_for_whoever_makes_three_and_few_for_whoever_makes_four() {
        assert_eq!(codes(&Watched { that_day: 10, ..quiet() }), ["P05-2-VOLUME"]);
        assert!(codes(&Watched { that_day: 9, ..quiet() }).is_empty());
        assert!(codes(&Watched { that_day: 10, days_before: vec![4], ..quiet() }).is_empty());
        assert_eq!(codes(&Watched { that_day: 10, days_before: vec![], ..quiet() }), ["P05-2-VOLUME"]);
    }

    #[test]
    fn the_same_subject_and_a_colleague_are_counted_and_never_named() {
        let found = notice(&Watched { subjects_again: 2, colleagues: 1, ..quiet() }, &Settings::FIRST);
        assert_eq!(
            found.iter().map(|found| found.code.as_ref()).collect::<Vec<_>>(),
            ["P05-2-SUBJECT-AGAIN", "P05-4-COLLEAGUE"]
        );
        assert!(found[0].message.zh_tw.contains("2 位") && found[1].message.en.starts_with("1 of"));
        assert!(found.iter().all(|found| found.severity == crate::Severity::Advice));
    }
}
