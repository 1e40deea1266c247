//! 內部查核: each using unit's half-year audit (8(1), 8(2)): who looks, at which cases, and what came of it.

mod body;
mod case;
mod draw;
mod joint;
pub mod paper;
mod sample;
mod seed;
mod step;

pub use body::{Appointment, AuditBody, Drawn, Round};
pub use case::{
    AuditCase, Checkpoint, Difference, FindingDraft, Findings, Judged, PaperDraft, PaperNotes, Registered,
    Verdict, differences,
};
pub use draw::{Population, Stratum, Ticket};
pub use joint::{
    JointAction, JointAudit, JointBody, JointFacts, JointMember, JointReport, JointRole, JointStep, Opening,
};
pub use sample::{FULL_BELOW, LEAST, MOST, SHARE, Sample, sample_size};
pub use seed::{SEED_LEAST, SEED_MOST, Seed, SeedError};
pub use step::{Audit, AuditAction, AuditFacts, AuditStep, Candidate, CaseFacts, named, tickets};
