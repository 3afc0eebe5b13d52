//! Short names for what the glue and the wasm call each other.
//!
//! wasm-bindgen ends the name of every import, and of many exports, with sixteen digits of a hash. They stand in both files
//! and cannot be compressed: 5 kB of gzip for names that nobody reads.

/// Section ids of the WebAssembly binary format (WebAssembly Core Specification 2.0, §5.5.2).
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;
/// Magic number and version.
const HEADER: usize = 8;

/// The wasm and the glue, with short names in place of those that end with a hash.
///
/// # Errors
/// What is not as it should be about the wasm.
pub(crate) fn shorten(wasm: &[u8], glue: &str) -> Result<(Vec<u8>, String), String> {
    let mut names = Vec::new();
    let short = rewrite(wasm, &mut names).ok_or("the wasm has a section that cannot be read")?;
    // A name that is the beginning of another one must come after it.
    let mut longest_first: Vec<_> = names.iter().enumerate().collect();
    longest_first.sort_by_key(|(_, name)| std::cmp::Reverse(name.len()));
    let glue = longest_first
        .into_iter()
        .fold(glue.to_owned(), |glue, (index, name)| {
            glue.replace(name.as_str(), &short_name(index))
        });
    Ok((short, glue))
}

/// No identifier of the glue begins with a dollar sign.
fn short_name(index: usize) -> String {
    format!("${index}")
}

fn rewrite(wasm: &[u8], names: &mut Vec<String>) -> Option<Vec<u8>> {
    let (header, mut rest) = wasm.split_at_checked(HEADER)?;
    let mut out = header.to_vec();
    while let Some((&id, after)) = rest.split_first() {
        let mut reader = Reader(after);
        let size = reader.number()?;
        let section = reader.take(size)?;
        rest = reader.0;
        let section = match id {
            IMPORTS => entries(section, names, true)?,
            EXPORTS => entries(section, names, false)?,
            _ => section.to_vec(),
        };
        out.push(id);
        write_number(section.len(), &mut out);
        out.extend(section);
    }
    Some(out)
}

/// Copies the entries of a section with their names shortened. An import is two names and a description, an export one
/// name and a description.
fn entries(section: &[u8], names: &mut Vec<String>, imports: bool) -> Option<Vec<u8>> {
    let mut reader = Reader(section);
    let count = reader.number()?;
    let mut out = Vec::new();
    write_number(count, &mut out);
    for _ in 0..count {
        if imports {
            write_name(reader.name()?, &mut out);
        }
        let name = reader.name()?;
        if ends_with_hash(name) {
            let index = names.iter().position(|known| known == name).unwrap_or_else(|| {
                names.push(name.to_owned());
                names.len() - 1
            });
            write_name(&short_name(index), &mut out);
        } else {
            write_name(name, &mut out);
        }
        let before = reader.0;
        reader.description(imports)?;
        out.extend(before.get(..before.len() - reader.0.len())?);
    }
    reader.0.is_empty().then_some(out)
}

/// Whether a name ends with a hash, perhaps with a number behind it that tells two of one kind apart.
fn ends_with_hash(name: &str) -> bool {
    let name = match name.rsplit_once('_') {
        Some((name, number)) if number.len() < 4 && number.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => name,
    };
    let digits = name.len().checked_sub(16).and_then(|start| name.get(start..));
    digits.is_some_and(|digits| {
        digits
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// Reads a section from front to back; `None` where it ends too soon.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(byte)
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// An unsigned number in LEB128.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn name(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        str::from_utf8(self.take(length)?).ok()
    }

    /// What is imported or exported: of an export only an index, of an import its type.
    fn description(&mut self, import: bool) -> Option<()> {
        match (self.byte()?, import) {
            (_, false) | (0, true) => drop(self.number()?),
            (1, true) => {
                self.byte()?;
                self.limits()?;
            }
            (2, true) => self.limits()?,
            (3, true) => drop(self.take(2)?),
            _ => return None,
        }
        Some(())
    }

    fn limits(&mut self) -> Option<()> {
        let has_maximum = self.byte()? & 1 == 1;
        self.number()?;
        if has_maximum {
            self.number()?;
        }
        Some(())
    }
}

fn write_number(mut number: usize, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn write_name(name: &str, out: &mut Vec<u8>) {
    write_number(name.len(), out);
    out.extend(name.bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "__wbg_log_0123456789abcdef";
    const RUN: &str = "run__h00000000deadbeef";

    fn section(id: u8, entries: &[&[u8]]) -> Vec<u8> {
        let mut body = Vec::new();
        write_number(entries.len(), &mut body);
        body.extend(entries.concat());
        let mut section = vec![id];
        write_number(body.len(), &mut section);
        section.extend(body);
        section
    }

    fn named(names: &[&str], description: &[u8]) -> Vec<u8> {
        let mut entry = Vec::new();
        names.iter().for_each(|name| write_name(name, &mut entry));
        entry.extend(description);
        entry
    }

    /// Imports a function, a memory with a maximum, a table and a global; exports two functions.
    fn module(log: &str, run: &str) -> Vec<u8> {
        let imports = [
            named(&["./glue.js", log], &[0, 3]),
            named(&["env", "memory"], &[2, 1, 1, 0x80, 1]),
            named(&["env", "table"], &[1, 0x70, 0, 2]),
            named(&["env", "global"], &[3, 0x7F, 0]),
        ];
        let exports = [named(&["main"], &[0, 0]), named(&[run], &[0, 0x81, 1])];
        let imports: Vec<&[u8]> = imports.iter().map(Vec::as_slice).collect();
        let exports: Vec<&[u8]> = exports.iter().map(Vec::as_slice).collect();
        [
            b"\0asm\x01\0\0\0".to_vec(),
            section(1, &[&[9]]),
            section(2, &imports),
            section(7, &exports),
            section(10, &[&[1, 2]]),
        ]
        .concat()
    }

    #[test]
    fn names_with_a_hash_become_short_in_both_files_and_nothing_else_changes() {
        let glue = format!("const imports = {{ {LOG}(a) {{}} }}; wasm.{RUN}(); wasm.main();");
        let (wasm, glue) = shorten(&module(LOG, RUN), &glue).unwrap();
        assert_eq!(wasm, module("$0", "$1"));
        assert_eq!(glue, "const imports = { $0(a) {} }; wasm.$1(); wasm.main();");
    }

    #[test]
    fn a_wasm_that_is_cut_off_is_refused() {
        let whole = module(LOG, RUN);
        for end in 0..whole.len() {
            // Never a panic; between two sections it is a wasm too.
            let _ = shorten(&whole[..end], "");
        }
        assert!(shorten(&whole[..whole.len() - 1], "").is_err());
        assert!(shorten(b"\0asm", "").is_err());
    }
}
