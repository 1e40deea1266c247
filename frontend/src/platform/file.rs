//! Files and the clipboard.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, ClipboardEvent, DataTransfer, File, HtmlAnchorElement, HtmlInputElement, Url,
};

use super::{Refused, refused};

/// Hands the person a file to save.
///
/// # Errors
/// The browser refused.
pub fn save(name: &str, mime: &str, text: &str) -> Result<(), Refused> {
    let bag = BlobPropertyBag::new();
    bag.set_type(mime);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &bag).map_err(refused("blob"))?;
    let url = Url::create_object_url_with_blob(&blob).map_err(refused("object url"))?;
    let link: HtmlAnchorElement = gloo::utils::document()
        .create_element("a")
        .ok()
        .and_then(|element| element.dyn_into().ok())
        .ok_or(Refused("link"))?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url).map_err(refused("object url"))
}

/// Puts a text on the clipboard.
///
/// # Errors
/// The browser refused.
pub async fn copy(text: &str) -> Result<(), Refused> {
    let promise = gloo::utils::window().navigator().clipboard().write_text(text);
    JsFuture::from(promise).await.map(drop).map_err(refused("clipboard"))
}

/// The text of a pasted selection.
#[must_use]
pub fn pasted(event: &web_sys::Event) -> Option<String> {
    text_of(&event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?)
}

fn text_of(data: &DataTransfer) -> Option<String> {
    data.get_data("text/plain").ok().filter(|text| !text.is_empty())
}

/// The file, or else the text, that was dropped.
#[must_use]
pub fn dropped(event: &web_sys::DragEvent) -> Option<Result<File, String>> {
    let data = event.data_transfer()?;
    match data.files().and_then(|files| files.get(0)) {
        Some(file) => Some(Ok(file)),
        None => text_of(&data).map(Err),
    }
}

/// The file chosen in a file field.
#[must_use]
pub fn chosen(event: &web_sys::Event) -> Option<File> {
    event.target()?.dyn_into::<HtmlInputElement>().ok()?.files()?.get(0)
}

/// Reads a file as text: UTF-8, or Big5 as older spreadsheets on county machines write.
///
/// # Errors
/// The file could not be read.
pub async fn text(file: &File) -> Result<String, Refused> {
    match String::from_utf8(bytes(file).await?) {
        Ok(text) => Ok(text.trim_start_matches('\u{feff}').to_owned()),
        Err(error) => big5(error.as_bytes()),
    }
}

/// The bytes of a file, for whoever reads them elsewhere.
///
/// # Errors
/// The file could not be read.
pub async fn bytes(file: &File) -> Result<Vec<u8>, Refused> {
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(refused("file"))?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}

/// The browser brings its own Big5 table, so the page need not carry one.
fn big5(bytes: &[u8]) -> Result<String, Refused> {
    let class = js_sys::Reflect::get(&gloo::utils::window(), &JsValue::from_str("TextDecoder"))
        .map_err(refused("decoder"))?;
    let class: js_sys::Function = class.dyn_into().map_err(refused("decoder"))?;
    let decoder = js_sys::Reflect::construct(&class, &js_sys::Array::of1(&JsValue::from_str("big5")))
        .map_err(refused("decoder"))?;
    let decode = js_sys::Reflect::get(&decoder, &JsValue::from_str("decode")).map_err(refused("decoder"))?;
    let decode: js_sys::Function = decode.dyn_into().map_err(refused("decoder"))?;
    let text = decode.call1(&decoder, &js_sys::Uint8Array::from(bytes)).map_err(refused("decode"))?;
    text.as_string().ok_or(Refused("decode"))
}
