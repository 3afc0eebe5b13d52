//! Files that a person chose.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast as _;
use web_sys::{Event, File, HtmlInputElement};

/// A file of this device.
pub struct Chosen(File);

/// The file that was just chosen in an input. The input forgets it, so that the same one can be chosen again.
pub fn chosen(event: &Event) -> Option<Chosen> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0)?;
    input.set_value("");
    Some(Chosen(file))
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
        let buffer = wasm_bindgen_futures::JsFuture::from(self.0.array_buffer())
            .await
            .ok()?;
        Some(Uint8Array::new(&buffer).to_vec())
    }
}
