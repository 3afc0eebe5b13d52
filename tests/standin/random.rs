//! Numbers that look random and are the same for the same seed.

use rsa::rand_core::{CryptoRng, Error, RngCore, impls};

/// SplitMix64: one well mixed number from a seed and a position.
pub(crate) fn mix(seed: u64, position: u64) -> u64 {
    let mut z = seed.wrapping_add(position.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A number from `0` to `bound - 1`; 0 when there is nothing to choose from.
pub(crate) fn below(seed: u64, position: u64, bound: i64) -> i64 {
    let bound = u64::try_from(bound).unwrap_or(0);
    mix(seed, position)
        .checked_rem(bound)
        .and_then(|n| i64::try_from(n).ok())
        .unwrap_or(0)
}

/// A stream of such numbers. It calls itself fit for keys because the stand-in's key protects nothing: the seed is
/// known to everybody, and the same seed gives the same key, so that tokens outlive a restart.
#[derive(Debug)]
pub(crate) struct Seeded {
    seed: u64,
    position: u64,
}

impl Seeded {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, position: 0 }
    }

    /// `digits` hexadecimal digits.
    pub(crate) fn hex(&mut self, digits: usize) -> String {
        let mut text = String::new();
        while text.len() < digits {
            text.push_str(&format!("{:016x}", self.next_u64()));
        }
        text.truncate(digits);
        text
    }
}

impl RngCore for Seeded {
    fn next_u32(&mut self) -> u32 {
        impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        self.position = self.position.wrapping_add(1);
        mix(self.seed, self.position)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            chunk
                .iter_mut()
                .zip(self.next_u64().to_le_bytes())
                .for_each(|(to, from)| *to = from);
        }
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Seeded {}
