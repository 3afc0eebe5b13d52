//! The largest values that fields take, wherever they come from: a form, a file, a change of many entries.

use super::values::Field;

/// The largest number GraphQL has; nobody gets that far.
pub const MAX_COUNT: u32 = i32::MAX.unsigned_abs();
/// How often a work can be watched or read again, as AniList has it.
pub const MAX_REPEAT: u32 = 1_000;
/// The highest priority, as AniList has it.
pub const MAX_PRIORITY: u32 = 255;

/// The largest number that a field takes, whatever the work is.
///
/// ```
/// use tsuzuki::domain::{Field, limits::most};
/// assert_eq!(most(Field::Repeat), 1_000);
/// ```
pub fn most(field: Field) -> u32 {
    match field {
        Field::Repeat => MAX_REPEAT,
        Field::Priority => MAX_PRIORITY,
        _ => MAX_COUNT,
    }
}

/// As far as somebody can be in a work with so many parts, who was at `before` and is to be at `wanted`. An entry may be
/// ahead of a total that was corrected since; it stays there, and one less is then still one less.
///
/// ```
/// use tsuzuki::domain::limits::within_total;
/// assert_eq!(within_total(15, 3, Some(12)), 12);
/// assert_eq!(within_total(15, 16, Some(12)), 15);
/// assert_eq!(within_total(15, 3, None), 15);
/// assert_eq!(within_total(u32::MAX, 3, None), i32::MAX as u32);
/// ```
pub fn within_total(wanted: u32, before: u32, total: Option<u32>) -> u32 {
    wanted.min(total.unwrap_or(MAX_COUNT).max(before.min(wanted)))
}
