//! What a field said of late: its own words coming back from the reducer must not be written over newer ones.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

const KEPT: usize = 32;

/// The last values a field emitted since the keyboard came to it.
#[derive(Debug, Clone, Default)]
pub struct Echo(Rc<RefCell<VecDeque<String>>>);

impl Echo {
    /// The field said this.
    pub fn said(&self, text: &str) {
        let mut said = self.0.borrow_mut();
        if said.len() == KEPT {
            said.pop_front();
        }
        said.push_back(text.to_owned());
    }

    /// This is the field's own word coming back, perhaps late.
    #[must_use]
    pub fn is_own(&self, text: &str) -> bool {
        self.0.borrow().iter().any(|said| said == text)
    }

    /// The keyboard came anew.
    pub fn forget(&self) {
        self.0.borrow_mut().clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_echoes_are_known_as_the_field_s_own() {
        let echo = Echo::default();
        for text in ["測", "測試", "測試甲"] {
            echo.said(text);
        }
        assert!(echo.is_own("測"));
        assert!(!echo.is_own("別處來的"));
        echo.forget();
        assert!(!echo.is_own("測"));
    }
}
