//! Which cases a half-year audit looks at: tickets that anybody recomputes from what is published, and nobody can steer.
//!
//! ticket(case) = SHA-256 over the lines `chadiao-draw/1`, half-year, unit, stratum, seed, case, joined by line feeds; the
//! cases with the smallest tickets are drawn. The population's root stands in the journal before the seed exists.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Seed, sample_size};
use crate::{
    id::{InquiryId, UnitId},
    journal::{Edge, Hash, hex, leaf_hash},
    period::HalfYear,
};

/// First line of what a ticket is made of: another rule would be another line.
const DOMAIN: &str = "chadiao-draw/1";

/// What is drawn from apart: cases that came to light after the freeze cannot hide among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stratum {
    /// Carried out in the half-year and known at its freeze.
    Main,
    /// Carried out in it, recorded after the freeze.
    Late,
}

impl Stratum {
    /// The stable name, which is hashed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Late => "late",
        }
    }
}

/// A unit's cases of a half-year, in the one order in which they are committed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Population {
    /// The half-year.
    pub period: HalfYear,
    /// The using unit.
    pub unit: UnitId,
    /// The stratum.
    pub stratum: Stratum,
    cases: Vec<InquiryId>,
}

/// A case with its ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ticket {
    /// The case.
    pub case: InquiryId,
    /// SHA-256, hexadecimal.
    pub ticket: String,
    /// Whether it is drawn.
    pub is_drawn: bool,
}

impl Population {
    /// The cases, each once, in the order of their identifiers.
    #[must_use]
    pub fn of(period: HalfYear, unit: UnitId, stratum: Stratum, mut cases: Vec<InquiryId>) -> Self {
        cases.sort_unstable();
        cases.dedup();
        Self { period, unit, stratum, cases }
    }

    /// The cases in order.
    #[must_use]
    pub fn cases(&self) -> &[InquiryId] {
        &self.cases
    }

    /// What is put into the journal before there is a seed: the RFC 6962 root over the identifiers as text.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut edge = Edge::default();
        for case in &self.cases {
            edge.append(leaf_hash(case.to_string().as_bytes()));
        }
        edge.root()
    }

    /// Every case with its ticket, smallest first: the first of them, as many as point 8(1) asks for, are drawn.
    #[must_use]
    pub fn draw(&self, seed: &Seed) -> Vec<Ticket> {
        // All lines but the last are the same for every case.
        let start = Sha256::new_with_prefix(self.lines(seed));
        let ticket = |case: &InquiryId| -> (Hash, InquiryId) {
            (start.clone().chain_update(case.to_string()).finalize().into(), *case)
        };
        let mut tickets: Vec<(Hash, InquiryId)> = self.cases.iter().map(ticket).collect();
        tickets.sort_unstable();
        let drawn = sample_size(self.cases.len() as u64);
        (0_u64..)
            .zip(tickets)
            .map(|(place, (ticket, case))| Ticket { case, ticket: hex(&ticket), is_drawn: place < drawn })
            .collect()
    }

    /// What stands before the case in a ticket.
    fn lines(&self, seed: &Seed) -> String {
        let (period, unit) = (self.period.to_string(), self.unit.to_string());
        [DOMAIN, &period, &unit, self.stratum.name(), seed.as_str(), ""].join("\n")
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn population(n: u128) -> Population {
        let cases = (1..=n).map(|number| InquiryId(Uuid::from_u128(number << 64))).collect();
        Population::of("2026H1".parse().unwrap(), UnitId(Uuid::from_u128(7)), Stratum::Main, cases)
    }

    fn seed(number: u64) -> Seed {
        Seed::parse(&format!("{number:020}")).unwrap()
    }

    #[test]
    fn the_same_seed_draws_the_same_cases_in_whatever_order_they_came() {
        let straight = population(311);
        let mut turned = straight.cases().to_vec();
        turned.reverse();
        let turned = Population::of(straight.period, straight.unit, Stratum::Main, turned);
        assert_eq!(straight.draw(&seed(1)), turned.draw(&seed(1)));
        assert_eq!(straight.root(), turned.root());
        assert_ne!(straight.draw(&seed(1)), straight.draw(&seed(2)));
    }

    #[test]
    fn as_many_are_drawn_as_the_point_asks_for() {
        for (n, drawn) in [(0, 0), (1, 1), (29, 29), (30, 30), (31, 30), (301, 31), (1_500, 100)] {
            let tickets = population(n).draw(&seed(9));
            assert_eq!(tickets.len() as u128, n);
            assert_eq!(tickets.iter().filter(|ticket| ticket.is_drawn).count(), drawn, "of {n}");
        }
    }

    #[test]
    fn another_unit_half_year_or_stratum_is_another_draw() {
        let one = population(100);
        let tickets = |population: &Population| -> Vec<_> {
            population.draw(&seed(3)).into_iter().map(|ticket| ticket.ticket).collect()
        };
        let others = [
            Population { unit: UnitId(Uuid::from_u128(8)), ..one.clone() },
            Population { period: "2026H2".parse().unwrap(), ..one.clone() },
            Population { stratum: Stratum::Late, ..one.clone() },
        ];
        for other in others {
            assert!(tickets(&one).iter().all(|ticket| !tickets(&other).contains(ticket)));
        }
    }

    /// Each of 40 cases is drawn three times of four: over many seeds every count lies within five standard deviations, and
    /// the sum of squares is what 39 degrees of freedom allow. `CHADIAO_DRAWS` asks for another number of seeds.
    #[test]
    fn every_case_has_the_same_chance() {
        let seeds: u64 =
            std::env::var("CHADIAO_DRAWS").ok().and_then(|text| text.parse().ok()).unwrap_or(5_000);
        let (all, share) = (population(40), 0.75);
        let mut drawn = std::collections::BTreeMap::<InquiryId, u32>::new();
        for number in 0..seeds {
            for ticket in all.draw(&seed(number)).into_iter().filter(|ticket| ticket.is_drawn) {
                *drawn.entry(ticket.case).or_default() += 1;
            }
        }
        let expected = seeds as f64 * share;
        let spread = (expected * (1.0 - share)).sqrt();
        let deviations: Vec<f64> =
            drawn.values().map(|count| (f64::from(*count) - expected) / spread).collect();
        assert_eq!(deviations.len(), 40);
        assert!(deviations.iter().all(|deviation| deviation.abs() < 5.0), "{deviations:?}");
        // Draws without replacement lean against each other, hence the factor; 39 degrees, 1 in 10,000: 82.
        let chi = deviations.iter().map(|deviation| deviation * deviation).sum::<f64>() * 39.0 / 40.0;
        assert!(chi < 82.0, "{chi}");
    }
}
