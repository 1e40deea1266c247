//! Periods with their working shown.
