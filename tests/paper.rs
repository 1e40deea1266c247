//! Reads what is printed, as a person would who searches the file.

/// The text of a PDF, page by page.
#[must_use]
pub fn pdf_pages(bytes: &[u8]) -> Vec<String> {
    let document = lopdf::Document::load_mem(bytes).expect("a PDF");
    let numbers: Vec<u32> = document.get_pages().keys().copied().collect();
    numbers.iter().map(|number| document.extract_text(&[*number]).expect("its text")).collect()
}
