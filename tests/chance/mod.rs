//! Random numbers that can be repeated.

/// How many schedules a test of random ones runs: as many as it says, or `SCHEDULES` of the environment.
pub(crate) fn schedules(usual: u64) -> u64 {
    let wanted = std::env::var("SCHEDULES").ok();
    wanted.and_then(|number| number.parse().ok()).unwrap_or(usual)
}

/// SplitMix64: the same seed is the same schedule.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}
