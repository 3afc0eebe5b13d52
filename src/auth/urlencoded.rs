//! `application/x-www-form-urlencoded`, decoded strictly.
//!
//! The usual decoders repair what they cannot read. An answer that carries a token is not repaired: whatever needs
//! it was not written by the authorization server.

use thiserror::Error;

/// Why a query or fragment could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FormError {
    /// `%` without two hexadecimal digits.
    #[error("it has a damaged percent-encoding")]
    PercentEncoding,
    /// The decoded bytes are not UTF-8.
    #[error("it is not UTF-8 text")]
    NotUtf8,
    /// A NUL character.
    #[error("it has a NUL character")]
    Nul,
    /// U+FFFD, which stands where another decoder lost something.
    #[error("it has characters that were damaged on the way")]
    Replacement,
    /// The same parameter twice (forbidden by RFC 6749 §3.1).
    #[error("it has the parameter “{0}” more than once")]
    Duplicate(&'static str),
    /// Longer than any real answer.
    #[error("it is too long")]
    TooLong,
}

/// The names and values of a query or fragment given without its leading `?` or `#`, in their order.
///
/// ```
/// use tsuzuki::auth::urlencoded::{FormError, pairs};
/// assert_eq!(pairs("code=a%2Fb").unwrap(), [("code".to_owned(), "a/b".to_owned())]);
/// assert_eq!(pairs("code=%"), Err(FormError::PercentEncoding));
/// ```
///
/// # Errors
/// [`FormError`] when any of them cannot be decoded.
pub fn pairs(text: &str) -> Result<Vec<(String, String)>, FormError> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(name)?, decode(value)?))
        })
        .collect()
}

/// One name or value: `+` is a space, `%XX` a byte, and the bytes are UTF-8.
pub(crate) fn decode(text: &str) -> Result<String, FormError> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => match (digit(bytes.next()), digit(bytes.next())) {
                (Some(high), Some(low)) => (high * 16 + low) as u8,
                _ => return Err(FormError::PercentEncoding),
            },
            other => other,
        });
    }
    let decoded = String::from_utf8(decoded).map_err(|_| FormError::NotUtf8)?;
    if decoded.contains('\0') {
        Err(FormError::Nul)
    } else if decoded.contains(char::REPLACEMENT_CHARACTER) {
        Err(FormError::Replacement)
    } else {
        Ok(decoded)
    }
}
