//! Words about files that a person chose.

use super::AppError;
use crate::exchange::{FileError, XmlFault};
use crate::text::tidy;

/// What is wrong with a file, in words. They are chosen where files are read, so that whoever reads none loads none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProblem {
    pub(super) cause: String,
    pub(super) next_step: &'static str,
}

impl From<FileError> for AppError {
    fn from(error: FileError) -> Self {
        Self::File(FileProblem {
            cause: cause(&error),
            next_step: next_step(&error),
        })
    }
}

fn cause(error: &FileError) -> String {
    match error {
        FileError::Unreadable => "The browser could not read it.",
        FileError::TooLarge => "It is larger than any list.",
        FileError::TooMany => "It has more entries than any list.",
        FileError::Compressed => "It is compressed, and this browser cannot unpack it here.",
        FileError::Packed => "It is compressed, and damaged or not downloaded to its end.",
        FileError::Encoding(name) => {
            let name = tidy(name, 40);
            return ["Its text is in an encoding that is not read here: ", &name, "."].concat();
        }
        FileError::Unknown => "It is neither JSON nor XML.",
        FileError::Truncated => "It ends in the middle: it was not saved to its end.",
        FileError::NotJson => "It is damaged: it begins like JSON and is none.",
        FileError::Foreign => "It is no list, or one of another program.",
        FileError::Newer(version) => {
            return [
                "A newer version of this app wrote it (format ",
                &version.to_string(),
                ").",
            ]
            .concat();
        }
        FileError::Xml { line, fault } => {
            return [
                "It is damaged: in line ",
                &line.to_string(),
                ", ",
                xml(*fault),
                ".",
            ]
            .concat();
        }
    }
    .to_owned()
}

/// What is wrong with XML, as the rest of a sentence.
fn xml(fault: XmlFault) -> &'static str {
    match fault {
        XmlFault::Truncated => "the file ends in the middle of something",
        XmlFault::Entities => "entities are declared, which no list does",
    }
}

fn next_step(error: &FileError) -> &'static str {
    match error {
        FileError::Unreadable => "Check that it is still where it was, then choose it again.",
        FileError::Compressed => "Unpack it, then choose what was in it.",
        FileError::Packed => "Download it again, or choose another copy of it.",
        FileError::Encoding(_) => "Save it as UTF-8 in a text editor, then choose it again.",
        FileError::Truncated | FileError::NotJson | FileError::Xml { .. } => {
            "Choose another copy of it, or export it again."
        }
        FileError::Newer(_) => "Reload the page to get that version, then choose the file again.",
        FileError::TooLarge | FileError::TooMany | FileError::Unknown | FileError::Foreign => {
            "Choose an export of this app, MyAnimeList’s XML, or the data that AniList gives you."
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::error::AppError;
    use crate::exchange::{FileError, read};

    #[test]
    fn a_file_that_cannot_be_read_says_where_and_what_to_do() {
        let error = AppError::from(read(b"<myanimelist>\n<anime>").unwrap_err());
        assert_eq!(
            error.to_string(),
            "This file cannot be read. It is damaged: in line 2, the file ends in the middle of something. \
             Choose another copy of it, or export it again."
        );
        assert_eq!(
            error.report("0.1.0"),
            "Tsuzuki 0.1.0\nKind: File\nDetail: It is damaged: in line 2, the file ends in the middle of something.\n"
        );
        assert!(AppError::from(FileError::Newer(3)).cause().contains("format 3"));
    }
}
