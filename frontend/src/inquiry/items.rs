//! The business items a person may register under, online or from the last time.

use std::rc::Rc;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::Value;
use shared::{
    api::v1::{ItemView, SessionView},
    id::ItemId,
    inquiry::{InquiryFacts, Usual},
    inventory::ItemFacts,
};
use yew::prelude::*;

use crate::{
    platform::{self, fetch, prefs},
    state::{
        editor::{Edit, Editor},
        load::{use_app, use_load},
    },
};

/// A list, paged or whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows<T>(Vec<T>);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Rows<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut value = Value::deserialize(from)?;
        let rows = match value.get_mut("items") {
            Some(items) => items.take(),
            None => value,
        };
        Vec::<T>::deserialize(rows).map(Self).map_err(D::Error::custom)
    }
}

impl<T> Rows<T> {
    /// Its rows.
    #[must_use]
    pub fn rows(&self) -> &[T] {
        &self.0
    }
}

/// Every item, as the server or this computer knows it.
#[hook]
pub fn use_items() -> Option<Rc<Vec<ItemView>>> {
    let app = use_app();
    let path = if app.session().is_some() { "/items?limit=200" } else { "" };
    let loaded = use_load::<Rows<ItemView>>(path);
    let kept = use_memo((), |()| {
        prefs::get("items").and_then(|text| crate::platform::json::read::<Vec<ItemView>>(&text)).map(Rc::new)
    });
    let here = loaded.state.here.clone();
    let items = use_memo(here, |here| {
        here.as_ref().map(|rows| {
            let items = rows.rows().to_vec();
            prefs::set("items", serde_json::to_string(&items).ok().as_deref());
            Rc::new(items)
        })
    });
    (*items).clone().or_else(|| (*kept).clone())
}

/// Takes the items along, so that a form can be started without a network later.
pub async fn take_along() {
    if let Ok(rows) = fetch::get::<Rows<ItemView>>("/items?limit=200").await {
        prefs::set("items", serde_json::to_string(rows.rows()).ok().as_deref());
    }
}

/// What the rules need to know of an item.
#[must_use]
pub fn facts_of(item: &ItemView) -> ItemFacts {
    ItemFacts {
        id: item.id,
        covered: item.covered.clone(),
        data_items: item.draft.data_items.iter().map(|data| data.code.clone()).collect(),
        in_force_from: item.takes_force_on.or(item.draft.in_force_from),
        repealed_on: item.repeal.as_ref().map(|repeal| repeal.on),
    }
}

/// Tells the form what the unit usually asks for under its item (point 3); without a network nothing is said about it.
#[hook]
pub fn use_usual(editor: &UseReducerHandle<Editor>) {
    let dispatcher = editor.dispatcher();
    use_effect_with(editor.draft.item.clone(), move |item| {
        let item = item.clone();
        if item.parse::<ItemId>().is_ok() {
            platform::spawn(async move {
                if let Ok(usual) = fetch::get::<Usual>(&format!("/items/{item}/usual")).await {
                    dispatcher.dispatch(Edit::Usual(item, usual));
                }
            });
        }
    });
}

/// What is known of the person and the chosen item.
#[must_use]
pub fn facts(session: &SessionView, items: &[ItemView], chosen: &str) -> InquiryFacts {
    InquiryFacts {
        applicant: Some(session.standing.clone()),
        item: items.iter().find(|item| item.id.to_string() == chosen).map(facts_of),
        in_social_affairs: Some(session.in_social_affairs),
        // Asked for beside the form, item by item: it says nothing until it is known.
        usual: None,
    }
}
