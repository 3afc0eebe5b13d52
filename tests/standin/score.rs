//! Scores: kept from 0 to 100, shown and set in the scale a person uses. The stars and faces are converted as AniList's
//! long-standing clients do it, so that what is set is what is read: 1 to 5 stars are 10, 30, 50, 70, 90, and the three
//! faces 35, 60, 85.

/// A score of 0 to 100 in a scale; 0 stays "none" in each, and anything else never becomes none.
pub(crate) fn score_in(score: i64, format: &str) -> f64 {
    let whole = |value: i64| value.max(i64::from(score > 0)) as f64;
    match format {
        "POINT_10_DECIMAL" => score as f64 / 10.0,
        "POINT_10" => whole((score + 5) / 10),
        "POINT_5" => whole((score + 10) / 20),
        "POINT_3" => match score {
            ..=0 => 0.0,
            1..=35 => 1.0,
            36..=60 => 2.0,
            _ => 3.0,
        },
        _ => score as f64,
    }
}

/// The score of 0 to 100 that a value of a scale means; more than the scale has is its most.
pub(crate) fn score_from(value: f64, format: &str) -> i64 {
    let raw = match format {
        "POINT_10_DECIMAL" => (value * 10.0).round(),
        "POINT_10" => value.round() * 10.0,
        "POINT_5" if value > 0.0 => value.round().min(5.0) * 20.0 - 10.0,
        "POINT_3" if value > 0.0 => value.round().min(3.0) * 25.0 + 10.0,
        _ => value.round(),
    };
    raw.clamp(0.0, 100.0) as i64
}
