//! Percent-encoding (RFC 3986 §2.1) of what stands in an address.

/// Encodes everything but unreserved characters, so that it can stand in a path segment or in a query.
///
/// ```
/// use tsuzuki::text::percent::encode;
/// assert_eq!(encode("With friends/2?"), "With%20friends%2F2%3F");
/// ```
pub fn encode(text: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |value: u8| char::from(DIGITS.get(usize::from(value)).copied().unwrap_or_default());
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.extend(['%', digit(byte >> 4), digit(byte & 15)]),
        }
    }
    encoded
}

/// Decodes; what is not encoded properly stays as it is, and what is not UTF-8 becomes U+FFFD. An address can be typed by
/// anybody, and a page that is not found is the worst that may come of it.
///
/// ```
/// use tsuzuki::text::percent::decode;
/// assert_eq!(decode("With%20friends"), "With friends");
/// assert_eq!(decode("100%"), "100%");
/// ```
pub fn decode(text: &str) -> String {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digit = |byte: u8| char::from(byte).to_digit(16);
        match (first, after) {
            (b'%', [high, low, after @ ..]) if digit(*high).is_some() && digit(*low).is_some() => {
                let value = digit(*high).unwrap_or_default() * 16 + digit(*low).unwrap_or_default();
                decoded.push(value as u8);
                rest = after;
            }
            _ => {
                decoded.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_comes_back(text: String) {
            let encoded = encode(&text);
            prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)));
            prop_assert_eq!(decode(&encoded), text);
        }

        #[test]
        fn anything_is_decoded(text: String) {
            let _ = decode(&text);
        }
    }
}
