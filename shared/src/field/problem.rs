//! How a field says that a value is wrong: a stable code, and what to do about it in both languages.

use crate::Bilingual;

/// What is wrong with a value, whichever kind it is. Carries nothing of the value itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Stable code such as `FIELD-NATIONAL-ID-CHECKSUM`; never renamed, never given a second meaning.
    pub code: &'static str,
    /// What is wrong and what to do next.
    pub message: Bilingual,
}

/// Declares the error of one kind of value: variants, codes and both messages in one table.
macro_rules! field_error {
    ($(#[$meta:meta])* $name:ident { $($variant:ident => $code:literal, $zh_tw:literal, $en:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
        pub enum $name {
            $(#[doc = $en] #[error($en)] $variant,)+
        }

        impl $name {
            /// Every way a value can be wrong, for the catalogue of codes.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// What is wrong and what to do next.
            #[must_use]
            pub const fn message(self) -> $crate::Bilingual {
                match self { $(Self::$variant => $crate::Bilingual::fixed($zh_tw, $en),)+ }
            }
        }

        impl From<$name> for $crate::field::Problem {
            fn from(error: $name) -> Self {
                Self { code: error.code(), message: error.message() }
            }
        }
    };
}

pub(super) use field_error;
