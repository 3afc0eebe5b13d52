//! Access tokens: JWTs with the header and claims of AniList's, really signed.

use super::random::Seeded;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use rsa::RsaPrivateKey;
use rsa::pkcs1::{EncodeRsaPrivateKey, EncodeRsaPublicKey};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// 365 days, in seconds.
pub(crate) const LIFETIME_S: i64 = 31_536_000;
const KEY_BITS: usize = 2048;
/// The owner stands in the first digits of `jti`: so a token with a false `sub` still belongs to who got it, and one
/// of an earlier run is still known.
const OWNER_DIGITS: usize = 10;
const JTI_DIGITS: usize = 80;

/// How a token shall differ from a normal one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Oddities {
    pub(crate) aud: Option<String>,
    pub(crate) sub: Option<String>,
    /// Seconds; a negative number gives a token that has expired.
    pub(crate) expires_in: Option<i64>,
    /// Times with a fraction, as newer versions of AniList's library write them.
    pub(crate) float_times: bool,
    /// Not a JWT at all.
    pub(crate) garbage: bool,
    /// At least so long.
    pub(crate) bytes: Option<usize>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    aud: String,
    jti: String,
    iat: Value,
    nbf: Value,
    exp: Value,
    sub: String,
    scopes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    padding: Option<String>,
}

/// A token just made.
#[derive(Debug)]
pub(crate) struct Issued {
    pub(crate) token: String,
    pub(crate) jti: String,
    pub(crate) expires_in: i64,
}

/// What a good token says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Verified {
    /// Whom it was given to, whatever `sub` claims.
    pub(crate) owner: i64,
    pub(crate) client: String,
    pub(crate) jti: String,
}

/// Signs and verifies.
pub(crate) struct Signer {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl Signer {
    /// The key of a seed.
    pub(crate) fn new(seed: u64) -> Result<Self, String> {
        let key = RsaPrivateKey::new(&mut Seeded::new(seed), KEY_BITS).map_err(|error| error.to_string())?;
        let private = key.to_pkcs1_der().map_err(|error| error.to_string())?;
        let public = key
            .to_public_key()
            .to_pkcs1_der()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            encoding: EncodingKey::from_rsa_der(private.as_bytes()),
            decoding: DecodingKey::from_rsa_der(public.as_bytes()),
        })
    }

    /// Makes a token for a person and a client at `now` (milliseconds).
    pub(crate) fn issue(
        &self,
        owner: i64,
        client: &str,
        odd: &Oddities,
        now: i64,
        random: &mut Seeded,
    ) -> Issued {
        let jti = format!("{owner:0OWNER_DIGITS$x}{}", random.hex(JTI_DIGITS - OWNER_DIGITS));
        let expires_in = odd.expires_in.unwrap_or(LIFETIME_S);
        let token = if odd.garbage {
            format!("not-a-jwt-{}", random.hex(odd.bytes.unwrap_or(40)))
        } else {
            let plain = self.sign(owner, client, odd, now, &jti, None);
            // Base64 makes four characters of three bytes.
            let missing = odd.bytes.unwrap_or(0).saturating_sub(plain.len());
            let padding = (missing > 0).then(|| "x".repeat(missing.div_ceil(4) * 3));
            if missing > 0 {
                self.sign(owner, client, odd, now, &jti, padding)
            } else {
                plain
            }
        };
        Issued {
            token,
            jti,
            expires_in,
        }
    }

    fn sign(
        &self,
        owner: i64,
        client: &str,
        odd: &Oddities,
        now: i64,
        jti: &str,
        padding: Option<String>,
    ) -> String {
        let time = |ms: i64| {
            if odd.float_times {
                json!(ms as f64 / 1000.0 + 0.000_25)
            } else {
                json!(ms / 1000)
            }
        };
        let mut header = Header::new(Algorithm::RS256);
        header.extras.insert("jti", jti);
        let claims = Claims {
            aud: odd.aud.clone().unwrap_or_else(|| client.to_owned()),
            jti: jti.to_owned(),
            iat: time(now),
            nbf: time(now),
            exp: time(now + odd.expires_in.unwrap_or(LIFETIME_S).saturating_mul(1000)),
            sub: odd.sub.clone().unwrap_or_else(|| owner.to_string()),
            scopes: Vec::new(),
            padding,
        };
        encode(&header, &claims, &self.encoding).unwrap_or_default()
    }

    /// Checks signature and expiry at `now` (milliseconds).
    pub(crate) fn verify(&self, token: &str, now: i64) -> Option<Verified> {
        let mut validation = Validation::new(Algorithm::RS256);
        // Time is the stand-in's own, and whom a token is for does not matter to the API.
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        let claims = decode::<Claims>(token, &self.decoding, &validation).ok()?.claims;
        let owner = i64::from_str_radix(claims.jti.get(..OWNER_DIGITS)?, 16).ok()?;
        let expired = claims.exp.as_f64().is_none_or(|exp| exp * 1000.0 <= now as f64);
        (!expired).then_some(Verified {
            owner,
            client: claims.aud,
            jti: claims.jti,
        })
    }
}
