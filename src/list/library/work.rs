//! What views cost, in steps: the same on every machine.

/// How much was done since a list was made. Tests hold this against what the size of the list and of a change allow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Texts and titles that were made comparable.
    pub folded: usize,
    /// Texts in which words were looked for.
    pub searched: usize,
    /// Entries that filters were held against.
    pub filtered: usize,
    /// Entries whose place in an order was asked.
    pub keyed: usize,
    /// Comparisons of two entries while sorting.
    pub compared: usize,
}
