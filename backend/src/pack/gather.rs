//! What goes into a pack: every record of the period that the tables still hold, each with its proof, by point.

use shared::{
    field,
    id::{InquiryId, PersonId},
    inquiry::mask_name,
    journal::{bundle::Proof, checkpoint::Checkpoint, note::Note},
    pack::{PackBody, point_of},
};

use crate::{
    app::{Act, App},
    http::{error::ApiError, page},
    inquiry::{seal, view::instant},
    journal::{
        checkpoint::{proof, sign, store as checkpoints},
        contents,
        store::{self, Filter},
    },
    store::Tx,
};

/// Records in one pack at most: their list is held in memory while the file goes out record by record; more is several packs.
const ROWS_MOST: usize = 50_000;
/// What a pack never holds: forms nobody submitted, and what inspections leave behind themselves.
const OWN: [&str; 3] = ["draft", "pack", "inspection"];
/// Entries read at a time.
const STRIDE: i64 = 2_000;

/// One record in a pack.
#[derive(Debug)]
pub struct Item {
    /// Which entry.
    pub seq: i64,
    /// The noun.
    pub kind: String,
    /// What was done.
    pub action: String,
    /// When, RFC 3339.
    pub at: String,
    /// By whom.
    pub who: String,
    /// What the record says, as names and values.
    pub fields: Vec<(String, String)>,
    /// Subjects, masked unless the order says otherwise.
    pub subjects: Vec<(String, String)>,
    /// Its proof, the content within.
    pub proof: Proof,
}

/// What a pack will hold: chosen before a byte goes out, read while it goes.
#[derive(Debug)]
pub struct Plan {
    /// The pack itself.
    pub pack: PackBody,
    /// Which signatures count.
    pub policy: String,
    /// The checkpoint under which all of it is proved.
    pub note: Note,
    /// How the signing key changed.
    pub keys: Vec<String>,
    /// Entries by point, in the order of the journal.
    pub rows: Vec<(u8, store::Row)>,
    /// Entries of the period that no checkpoint covers yet.
    pub uncovered: u64,
}

/// Chooses it.
///
/// # Errors
/// Nothing was signed yet, there is more than a pack may hold, or the database does not answer.
pub async fn plan(app: &App, tx: &mut Tx, pack: &PackBody) -> Result<Plan, ApiError> {
    let policy = sign::policy(app, tx).await.map_err(ApiError::Internal)?;
    let newest = checkpoints::newest(tx, i64::MAX, 1).await?.into_iter().next();
    let (policy, newest) = policy.zip(newest).ok_or_else(|| {
        ApiError::bad_request(
            "稽核軌跡尚未簽署;十分鐘內會簽署,請稍後再製作。",
            "The journal was not signed yet: it is within ten minutes, make the pack then.",
        )
    })?;
    let note = proof::note(tx, &newest).await?;
    let keys = sign::key_changes(tx).await?;
    let filter = Filter {
        from: Some(page::midnight(pack.from)),
        until: pack.to.succ_opt().map(page::midnight),
        ..Filter::default()
    };
    let (mut before, mut rows, mut uncovered) = (i64::MAX, Vec::new(), 0);
    loop {
        let found = store::newest(tx, &filter, before, STRIDE).await?;
        let Some(last) = found.last() else { break };
        before = last.seq;
        for row in found {
            let point = point_of(&row.kind);
            if OWN.contains(&row.kind.as_str()) || !pack.holds(point) || !contents::commits(&row) {
                continue;
            }
            if row.seq >= newest.size {
                uncovered += 1;
            } else {
                rows.push((point, row));
            }
        }
        if rows.len() > ROWS_MOST {
            return Err(ApiError::bad_request(
                "這段期間超過 50,000 筆變更,請縮短期間或減少點次,分成數個資料包。",
                "There are more than 50,000 changes in this period: choose a shorter one or fewer points, and make several packs.",
            ));
        }
    }
    rows.sort_by_key(|(point, row)| (*point, row.seq));
    Ok(Plan { pack: pack.clone(), policy: policy.to_string(), note, keys, rows, uncovered })
}

/// An entry as an item; none where its content is no record that the tables still hold.
///
/// # Errors
/// The entry is no text, or the database does not answer.
pub async fn item(act: &mut Act<'_>, plan: &Plan, row: &store::Row) -> Result<Option<Item>, ApiError> {
    let (note, keys) = (&plan.note, plan.keys.as_slice());
    let Some((salt, content)) = contents::of_entry(act.tx, row).await? else { return Ok(None) };
    let Ok(body) = serde_json::from_slice::<serde_json::Value>(&content) else { return Ok(None) };
    let mut fields = Vec::new();
    flatten(&mut fields, "", &body);
    let subjects = if row.kind == "inquiry" {
        subjects(act, InquiryId(row.record_id), plan.pack.is_unmasked).await?
    } else {
        Vec::new()
    };
    let size = Checkpoint::parse(&note.text).map_or(0, |checkpoint| checkpoint.size);
    let proof = proof::under(act.tx, row, (note, size), keys, (&salt, &content)).await?;
    let who = row.actor_id.map(|person| act.registers().person_name(PersonId(person))).unwrap_or_default();
    Ok(Some(Item {
        seq: row.seq,
        kind: row.kind.clone(),
        action: row.action.clone(),
        at: shared::paper::moment(instant(row.at)),
        who,
        fields,
        subjects,
        proof,
    }))
}

/// The subjects of an inquiry.
async fn subjects(
    act: &mut Act<'_>,
    id: InquiryId,
    is_unmasked: bool,
) -> Result<Vec<(String, String)>, ApiError> {
    let plain = seal::plain_subjects(act, id).await?;
    let shown = |name: &str, identity: &str| {
        if is_unmasked {
            return (name.to_owned(), identity.to_owned());
        }
        let identity = field::Identity::parse(identity).map(|identity| identity.masked());
        (mask_name(name), identity.unwrap_or_default())
    };
    Ok(plain.iter().map(|subject| shown(&subject.name, &subject.identity)).collect())
}

/// A record as names and values, in the order of the record.
fn flatten(fields: &mut Vec<(String, String)>, path: &str, value: &serde_json::Value) {
    let inner = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        serde_json::Value::Object(object) => {
            object.iter().for_each(|(name, value)| flatten(fields, &inner(name), value));
        }
        serde_json::Value::Array(values) => {
            (1..).zip(values).for_each(|(at, value)| flatten(fields, &inner(&at.to_string()), value));
        }
        serde_json::Value::Null => {}
        serde_json::Value::String(text) if text.is_empty() => {}
        serde_json::Value::String(text) => fields.push((path.to_owned(), text.clone())),
        other => fields.push((path.to_owned(), other.to_string())),
    }
}
