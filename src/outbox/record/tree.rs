//! JSON as a tree, for records of our own.

use crate::json::{Array, Object, Scalar, Slot, parse};

/// A JSON value with its exact type.
///
/// Records are read from it field by field and not into structs: they are small, and one reader for all of them is
/// less code in the bundle.
///
/// ```
/// use tsuzuki::outbox::record::Tree;
/// let tree = Tree::parse(r#"{"id": 7, "tags": ["a", "b"]}"#).unwrap();
/// assert_eq!(tree.get("id").and_then(Tree::whole), Some(7));
/// assert_eq!(tree.get("tags").map(|tags| tags.items().len()), Some(2));
/// assert_eq!(Tree::parse("{"), None);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Tree {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number written in digits alone that fits.
    Whole(u64),
    /// Any other number.
    Float(f64),
    /// A string.
    Text(Box<str>),
    /// An array.
    List(Items),
    /// An object.
    Map(Names),
}

/// What an array holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Items(Vec<Tree>);

/// What an object holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Names(Vec<(Box<str>, Tree)>);

impl Tree {
    /// Reads a text that is one value; `None` when it is no JSON, or nests more than a hundred deep.
    pub fn parse(text: &str) -> Option<Self> {
        let mut tree = Self::Null;
        parse(text, &mut tree).ok()?;
        Some(tree)
    }

    /// The field of this name, if it is an object that has it. The first one counts.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let field = self.fields().iter().find(|(known, _)| **known == *name);
        field.map(|(_, value)| value)
    }

    /// Names and values of an object; nothing for anything else.
    pub fn fields(&self) -> &[(Box<str>, Self)] {
        match self {
            Self::Map(names) => &names.0,
            _ => &[],
        }
    }

    /// The items of an array; nothing for anything else.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => &items.0,
            _ => &[],
        }
    }

    /// The number, if it is one written in digits alone.
    pub fn whole(&self) -> Option<u64> {
        match self {
            Self::Whole(number) => Some(*number),
            _ => None,
        }
    }

    /// The same, if it fits.
    pub fn small(&self) -> Option<u32> {
        self.whole()?.try_into().ok()
    }

    /// The number, whatever way it is written.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Whole(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            _ => None,
        }
    }

    /// The flag, if it is one.
    pub fn flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The string, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The strings of an array that holds nothing else.
    pub fn texts(&self) -> Option<Box<[Box<str>]>> {
        match self {
            Self::List(_) => self
                .items()
                .iter()
                .map(|item| item.text().map(Box::from))
                .collect(),
            _ => None,
        }
    }
}

/// An object of these fields.
impl FromIterator<(Box<str>, Tree)> for Tree {
    fn from_iter<I: IntoIterator<Item = (Box<str>, Tree)>>(fields: I) -> Self {
        Self::Map(Names(fields.into_iter().collect()))
    }
}

impl Slot for Tree {
    fn scalar(&mut self, value: Scalar<'_>) {
        *self = match value {
            Scalar::Null => Self::Null,
            Scalar::Bool(value) => Self::Flag(value),
            Scalar::Whole(value) => Self::Whole(value),
            Scalar::Float(value) => Self::Float(value),
            Scalar::Text(value) => Self::Text(value.into()),
        };
    }

    fn array(&mut self) -> Option<&mut dyn Array> {
        *self = Self::List(Items::default());
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    fn object(&mut self) -> Option<&mut dyn Object> {
        *self = Self::Map(Names::default());
        match self {
            Self::Map(names) => Some(names),
            _ => None,
        }
    }
}

impl Array for Items {
    fn item(&mut self, read: &mut dyn FnMut(&mut dyn Slot) -> bool) -> bool {
        let mut item = Tree::Null;
        let more = read(&mut item);
        if more {
            self.0.push(item);
        }
        more
    }
}

impl Object for Names {
    fn place(&mut self, name: &str, _: usize) -> Option<usize> {
        self.0.push((name.into(), Tree::Null));
        Some(self.0.len() - 1)
    }

    fn slot(&mut self, place: usize) -> Option<&mut dyn Slot> {
        self.0.get_mut(place).map(|(_, value)| value as &mut dyn Slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_types() {
        let tree = Tree::parse(r#"{"a":null,"b":true,"c":-1,"d":"7","e":[1,[],{}],"c":8}"#).unwrap();
        assert_eq!(tree.get("a"), Some(&Tree::Null));
        assert_eq!(tree.get("b").and_then(Tree::flag), Some(true));
        assert_eq!(tree.get("c").and_then(Tree::number), Some(-1.0));
        assert_eq!(tree.get("c").and_then(Tree::whole), None);
        assert_eq!(tree.get("d").and_then(Tree::whole), None);
        assert_eq!(tree.get("e").map(|items| items.items().len()), Some(3));
        assert_eq!(tree.get("f"), None);
        assert_eq!(Tree::Null.get("a"), None);
        assert_eq!(Tree::parse("[\"a\",1]").unwrap().texts(), None);
        assert_eq!(Tree::parse("[]").unwrap().texts(), Some([].into()));
    }

    #[test]
    fn what_nests_without_end_is_refused() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert_eq!(Tree::parse(&deep), None);
    }
}
