//! Files that a person chose.

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, Event, File, HtmlInputElement, ReadableStream, ReadableStreamDefaultReader, ReadableWritablePair,
};

#[wasm_bindgen]
extern "C" {
    // web-sys has this only as an unstable API, which would need a flag for every build.
    #[wasm_bindgen(extends = js_sys::Object)]
    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
}

/// A file of this device.
pub struct Chosen(File);

/// The file that was just chosen in an input. The input forgets it, so that the same one can be chosen again.
pub fn chosen(event: &Event) -> Option<Chosen> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0)?;
    input.set_value("");
    Some(Chosen(file))
}

/// Why a file cannot be unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackedError {
    /// The browser has nothing to do it with.
    Unsupported,
    /// It is damaged, or stops in the middle.
    Damaged,
    /// It is larger than it may be when it is unpacked.
    TooLarge,
}

impl Chosen {
    /// What it is called.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// How long it is, in bytes.
    pub fn size(&self) -> u64 {
        self.0.size() as u64
    }

    /// All of it; nothing when the browser cannot read it.
    pub async fn read(&self) -> Option<Vec<u8>> {
        let buffer = JsFuture::from(self.0.array_buffer()).await.ok()?;
        Some(Uint8Array::new(&buffer).to_vec())
    }

    /// All of it, unpacked by gzip. Nothing is unpacked beyond `most` bytes, so that a small file cannot fill the memory.
    ///
    /// # Errors
    /// When it cannot be unpacked.
    pub async fn unpacked(&self, most: usize) -> Result<Vec<u8>, PackedError> {
        let unpacker = DecompressionStream::new("gzip").map_err(|_| PackedError::Unsupported)?;
        let unpacked = pipe(&self.0, &unpacker).ok_or(PackedError::Unsupported)?;
        let reader = ReadableStreamDefaultReader::new(&unpacked).map_err(|_| PackedError::Unsupported)?;
        let mut bytes = Vec::new();
        loop {
            let piece = JsFuture::from(reader.read())
                .await
                .map_err(|_| PackedError::Damaged)?;
            let get = |name| Reflect::get(&piece, &JsValue::from_str(name)).unwrap_or_default();
            if get("done").is_truthy() {
                return Ok(bytes);
            }
            let Ok(piece) = get("value").dyn_into::<Uint8Array>() else {
                return Err(PackedError::Damaged);
            };
            if bytes.len() + piece.length() as usize > most {
                let _ = JsFuture::from(reader.cancel()).await;
                return Err(PackedError::TooLarge);
            }
            bytes.extend_from_slice(&piece.to_vec());
        }
    }
}

/// What comes out of a stream that this file goes into.
fn pipe(file: &Blob, through: &DecompressionStream) -> Option<ReadableStream> {
    let end = |name| Reflect::get(through, &JsValue::from_str(name)).ok();
    let pair = ReadableWritablePair::new(
        &end("readable")?.dyn_into().ok()?,
        &end("writable")?.dyn_into().ok()?,
    );
    Some(file.stream().pipe_through(&pair))
}
