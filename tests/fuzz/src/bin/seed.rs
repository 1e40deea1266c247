//! Makes the seeds anew, with keys that are gone when it ends: `cargo xtask fuzz seed`.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use backend::practice::cards::{Holder, Office};
use chrono::DateTime;

fn main() -> Result<()> {
    let keys = std::env::temp_dir().join(format!("card-fuzz-{}", std::process::id()));
    let office = Office::open(&keys)?;
    let holder = Holder { number: "AB12345678901234".into(), name: "王小明".into(), last4: "6789".into() };
    let card = office.card_of(&holder)?;
    let text = "CHADIAO-SIGN 1\naud: https://chadiao.example\npurpose: sign-in\n";
    let at = DateTime::from_timestamp(card_fuzz::MADE, 0).context("an instant")?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let message = card.sign(text)?;
    let list = office.list(at)?;
    for (name, bytes) in [
        ("seed/text", text.as_bytes()),
        ("seed/authority.cer", office.certificate()),
        ("seed/list.crl", &list),
        ("seed/card.cer", &card.certificate),
        ("corpus/message/honest", &message),
        ("corpus/certificate/honest", &card.certificate),
        ("corpus/certificate/authority", office.certificate()),
        ("corpus/list/honest", &list),
    ] {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().context("a folder")?)?;
        fs::write(&path, bytes).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    fs::remove_dir_all(&keys)?;
    Ok(())
}
