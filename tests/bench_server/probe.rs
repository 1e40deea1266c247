//! Times as they were seen, and what the kernel says of a process.

use std::{collections::BTreeMap, time::Duration};

/// Ticks a second in /proc/PID/stat; Linux has shown 100 to programs for decades.
const TICKS: f64 = 100.0;

/// Times of answered requests, in seconds.
#[derive(Debug, Default)]
pub struct Samples {
    times: Vec<f64>,
    refused: BTreeMap<u16, usize>,
}

impl Samples {
    /// One more.
    pub fn add(&mut self, time: Duration) {
        self.times.push(time.as_secs_f64());
    }

    /// One that was refused.
    pub fn refuse(&mut self, status: u16) {
        *self.refused.entry(status).or_default() += 1;
    }

    /// Another client's.
    pub fn merge(&mut self, other: Self) {
        self.times.extend(other.times);
        for (status, count) in other.refused {
            *self.refused.entry(status).or_default() += count;
        }
    }

    /// How many were answered.
    pub fn count(&self) -> usize {
        self.times.len()
    }

    /// Refusals in words; empty when there were none.
    pub fn refused(&self) -> String {
        self.refused.iter().map(|(status, count)| format!(" ({count} × {status})")).collect()
    }

    /// A percentile, in seconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let mut times = self.times.clone();
        times.sort_by(f64::total_cmp);
        times
            .get((times.len() * percent / 100).min(times.len().saturating_sub(1)))
            .copied()
            .unwrap_or(f64::NAN)
    }
}

/// Processor time a process has used, user and system.
pub fn cpu_seconds(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<f64> =
        after_name.split_whitespace().map(|field| field.parse().unwrap_or_default()).collect();
    (fields.get(11).unwrap_or(&0.0) + fields.get(12).unwrap_or(&0.0)) / TICKS
}

/// Memory a process holds, in MB.
pub fn resident_mb(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(f64::NAN) / 1024.0
}
