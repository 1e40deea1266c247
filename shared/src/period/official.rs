//! The official calendars shipped with the program, packed while it is built so that browsers carry bits, not text.
//!
//! Source: 中華民國政府行政機關辦公日曆表, 行政院人事行政總處, 政府資料開放授權條款第1版.

use crate::period::{Calendar, CalendarYear, calendar::Bits};

const YEARS: [CalendarYear; 4] = [
    CalendarYear::new(2024, pack(include_bytes!("../../data/calendar/2024.csv"))),
    CalendarYear::new(2025, pack(include_bytes!("../../data/calendar/2025.csv"))),
    CalendarYear::new(2026, pack(include_bytes!("../../data/calendar/2026.csv"))),
    CalendarYear::new(2027, pack(include_bytes!("../../data/calendar/2027.csv"))),
];

impl Calendar {
    /// The official calendars of 2024 to 2027.
    #[must_use]
    pub fn official() -> Self {
        let mut calendar = Self::empty();
        for year in YEARS {
            // The four years differ from each other, so none is ever there already.
            let _ = calendar.adopt(year, super::IfPresent::Refuse);
        }
        calendar
    }
}

/// Reads a file known to be well-formed, one row a day from 1 January; a test holds it against `read_year`.
const fn pack(csv: &[u8]) -> Bits {
    let (mut first, mut second, mut third): ([u64; 2], [u64; 2], [u64; 2]) = ([0; 2], [0; 2], [0; 2]);
    let mut day = 0_u32;
    let mut left = csv;
    while let [byte, rest @ ..] = left {
        left = rest;
        if *byte != b'\n' {
            continue;
        }
        // YYYYMMDD , one character of three bytes , flag
        if let [_, _, _, _, _, _, _, _, b',', _, _, _, b',', flag, ..] = left {
            if *flag == b'2' {
                let [a, b] = match day / 128 {
                    0 => &mut first,
                    1 => &mut second,
                    _ => &mut third,
                };
                let word = if (day / 64).is_multiple_of(2) { a } else { b };
                *word |= 1 << (day % 64);
            }
            day += 1;
        }
    }
    let ([a, b], [c, d], [e, f]) = (first, second, third);
    [a, b, c, d, e, f]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::period::read_year_bytes;

    #[test]
    fn what_is_packed_at_build_time_is_what_the_files_say() {
        let files: [&[u8]; 4] = [
            include_bytes!("../../data/calendar/2024.csv"),
            include_bytes!("../../data/calendar/2025.csv"),
            include_bytes!("../../data/calendar/2026.csv"),
            include_bytes!("../../data/calendar/2027.csv"),
        ];
        for (packed, file) in YEARS.iter().zip(files) {
            assert_eq!(read_year_bytes(file).as_ref(), Ok(packed));
        }
        assert_eq!(Calendar::official().years(), YEARS);
    }
}
