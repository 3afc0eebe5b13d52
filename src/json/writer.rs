//! JSON that this app writes.

/// A JSON object that is being written, field by field.
///
/// Derived code would do the same for each type anew, and brings the printing of floating-point numbers along.
///
/// ```
/// use tsuzuki::json::Writer;
/// let mut json = Writer::default();
/// json.number("id", 7);
/// json.text("notes", "two\nlines");
/// json.raw("list", "[1,2]");
/// assert_eq!(json.finish(), r#"{"id":7,"notes":"two\nlines","list":[1,2]}"#);
/// assert_eq!(Writer::default().finish(), "{}");
/// ```
#[derive(Debug, Default)]
pub struct Writer(String);

impl Writer {
    /// A field whose value is JSON already.
    pub fn raw(&mut self, name: &str, json: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.0.push_str(&quoted(name));
        self.0.push(':');
        self.0.push_str(json);
    }

    /// A whole number.
    pub fn number(&mut self, name: &str, number: u64) {
        self.raw(name, &number.to_string());
    }

    /// A text.
    pub fn text(&mut self, name: &str, text: &str) {
        self.raw(name, &quoted(text));
    }

    /// `true` or `false`.
    pub fn flag(&mut self, name: &str, flag: bool) {
        self.raw(name, if flag { "true" } else { "false" });
    }

    /// A list of values that are JSON already.
    pub fn list(&mut self, name: &str, items: impl IntoIterator<Item = String>) {
        let items: Vec<String> = items.into_iter().collect();
        self.raw(name, &array(&items));
    }

    /// The object.
    pub fn finish(mut self) -> String {
        if self.0.is_empty() {
            self.0.push('{');
        }
        self.0.push('}');
        self.0
    }
}

/// A JSON string.
pub fn quoted(text: &str) -> String {
    // A string can always be written.
    serde_json::to_string(text).unwrap_or_default()
}

/// A JSON array of values that are JSON already.
pub fn array(items: &[String]) -> String {
    let mut json = String::from("[");
    json.push_str(&items.join(","));
    json.push(']');
    json
}
