//! Parsed values of form fields.
