//! Words about files that a person chose.

use super::AppError;
use crate::model::exchange::{FileError, XmlFault};

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
        FileError::TooLarge => "It is larger than any list.",
        FileError::TooMany => "It has more entries than any list.",
        FileError::Compressed => "It is compressed, as MyAnimeList's downloads are.",
        FileError::NotText => "It is no text in UTF-8.",
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
        XmlFault::Tag => "a “<” begins no element",
        XmlFault::Close => "an element is closed that is not the open one",
        XmlFault::Reference => "a “&” begins no character reference",
        XmlFault::Outside => "there is something beside the outermost element",
        XmlFault::Doctype => "a document type is declared, which no list does",
        XmlFault::Depth => "elements are nested deeper than in any list",
    }
}

fn next_step(error: &FileError) -> &'static str {
    match error {
        FileError::Compressed => "Unpack it, then choose what was in it.",
        FileError::Truncated | FileError::NotJson | FileError::Xml { .. } => {
            "Choose another copy of it, or export it again."
        }
        FileError::Newer(_) => "Reload the page to get that version, then choose the file again.",
        FileError::TooLarge
        | FileError::TooMany
        | FileError::NotText
        | FileError::Unknown
        | FileError::Foreign => "Choose an export of this app, or the XML of MyAnimeList.",
    }
}

#[cfg(test)]
mod tests {
    use crate::error::AppError;
    use crate::model::exchange::{FileError, read};

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
