//! What the benchmark measures: a list from the bytes of its answer into domain types. Built for it alone.
#![cfg_attr(target_arch = "wasm32", allow(missing_docs, unreachable_pub))]

#[cfg(target_arch = "wasm32")]
mod bench {
    use tsuzuki::api::envelope::{HttpAnswer, read};
    use tsuzuki::api::operation::MediaListChunkQuery;
    use tsuzuki::domain::ListChunk;
    use wasm_bindgen::prelude::wasm_bindgen;

    /// A list, kept until the page frees it, so that freeing is not measured: nor is it for what `JSON.parse` makes.
    #[wasm_bindgen]
    pub struct Decoded(ListChunk);

    #[wasm_bindgen]
    impl Decoded {
        pub fn count(&self) -> usize {
            self.0.entries.len()
        }
    }

    /// The way every answer takes, from the copy of its bytes on.
    #[wasm_bindgen]
    pub fn decode(body: Vec<u8>) -> Option<Decoded> {
        let answer = HttpAnswer {
            status: 200,
            body,
            ..HttpAnswer::default()
        };
        Some(Decoded(read::<MediaListChunkQuery>(&answer).ok()?.data))
    }
}
