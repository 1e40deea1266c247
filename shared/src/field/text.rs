//! What every value kept as text can do, written once.

/// A value that may be shown: text in its one canonical spelling, also as JSON.
macro_rules! open_text {
    ($(#[$meta:meta])* $name:ident, $error:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Box<str>);

        $crate::field::text::common!($name, $error);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                String::schema()
            }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    };
}

/// A value that names a person: shown masked, never part of JSON; only `as_str` gives it whole.
macro_rules! personal_text {
    ($(#[$meta:meta])* $name:ident, $error:ident) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Box<str>);

        $crate::field::text::common!($name, $error);

        impl $name {
            /// `A12*****89`: enough to recognise, not enough to use.
            #[must_use]
            pub fn masked(&self) -> String {
                $crate::field::identity::mask(self.as_str())
            }
        }

        /// Masked, so that a log line or an error cannot carry the value.
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.masked())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.masked())
            }
        }
    };
}

macro_rules! common {
    ($name:ident, $error:ident) => {
        impl $name {
            /// Accepts the canonical spelling and nothing else; `field::tidy` first for what people type.
            ///
            /// # Errors
            /// Says what is wrong with the value.
            pub fn parse(raw: &str) -> Result<Self, $error> {
                Self::check(raw)?;
                Ok(Self(raw.into()))
            }

            /// The canonical spelling.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $error;

            fn from_str(raw: &str) -> Result<Self, Self::Err> {
                Self::parse(raw)
            }
        }
    };
}

pub(super) use {common, open_text, personal_text};
