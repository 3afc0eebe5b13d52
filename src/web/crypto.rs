//! Random bytes.

/// 32 bytes of `crypto.getRandomValues`, or `None` where the browser has no such source: a login then does not start,
/// because a guessable `state` is worse than none.
pub fn random_bytes() -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    let crypto = web_sys::window()?.crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}
