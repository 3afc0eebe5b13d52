//! Random bytes.

/// 32 bytes of `crypto.getRandomValues`, or `None` where the browser has no such source: a login then does not start,
/// because a guessable `state` is worse than none.
pub fn random_bytes() -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    let crypto = web_sys::window()?.crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

/// Any byte; zero where the browser has no source of random ones. For spreading things in time, not for secrets.
pub fn random_byte() -> u8 {
    random_bytes().map_or(0, |[byte, ..]| byte)
}
