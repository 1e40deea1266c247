//! The county's agencies with their published codes, its made-up people, and its inventory: the regulation's own item first.

use anyhow::{Context, anyhow};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Serialize;
use shared::{
    EditionId, Editions, Record as _,
    account::{Account, AccountDraft, Deputyship, Grant},
    agency::{Agency, AgencyDraft, AgencyKind, Contact},
    edition::{County, Edition, EditionBody, EditionPack, EditionStatus},
    id::{EditionDayId, ItemId, PersonId, UnitId},
    inventory::{Basis, BasisKind, DataItem, Item, ItemDraft},
    taiwan_day,
};
use uuid::Uuid;

use super::{
    cards::{Holder, Office},
    chance::Chance,
    custody::contact,
    person,
};
use crate::registers::ItemBody;

/// A register's record, ready to be entered.
#[derive(Debug)]
pub struct Record {
    /// The noun.
    pub kind: &'static str,
    /// The record.
    pub id: Uuid,
    /// Its content, as the registers keep it.
    pub body: String,
}

/// One unit: name, English name, code, OID, the unit above (by place in this list).
struct Node(&'static str, &'static str, &'static str, &'static str, Option<usize>);

const ROOT_OID: &str = "2.16.886.101.90010.20002";

/// The department that the original text binds.
const SOCIAL_AFFAIRS: &str = "社會處";

/// Codes and OIDs are the published ones (2014); sections have neither.
const UNITS: [Node; 12] = [
    Node("彰化縣政府", "Changhua County Government", "376470000A", "", None),
    Node("社會處", "Social Affairs Department", "", ".20066", Some(0)),
    Node("身心障礙福利科", "Disability Welfare Section", "", "", Some(1)),
    Node("社會救助科", "Social Assistance Section", "", "", Some(1)),
    Node("勞工處", "Labour Department", "", ".20070", Some(0)),
    Node("勞資關係科", "Labour Relations Section", "", "", Some(4)),
    Node("衛生局", "Public Health Bureau", "376470300I", ".20003", Some(0)),
    Node("長期照護科", "Long-term Care Section", "", "", Some(6)),
    Node("地方稅務局", "Local Tax Bureau", "376471300D", ".20065", Some(0)),
    Node("環境保護局", "Environmental Protection Bureau", "376470305I", ".20005", Some(0)),
    Node("政風處", "Ethics Department", "", ".20080", Some(0)),
    Node("計畫處", "Planning Department", "", ".20069", Some(0)),
];

/// Unit, title, what they are.
const PEOPLE: [(usize, &str, Part); 26] = [
    (1, "處長", Part::Head),
    (1, "專員", Part::Manager),
    (2, "科長", Part::Head),
    (2, "科員", Part::Staff),
    (2, "科員", Part::Staff),
    (2, "社工員", Part::Staff),
    (2, "辦事員", Part::Plain),
    (3, "科長", Part::Head),
    (3, "科員", Part::Staff),
    (3, "社工員", Part::Staff),
    (3, "科員", Part::Ended),
    (4, "處長", Part::Head),
    (5, "科長", Part::Head),
    (5, "科員", Part::Staff),
    (5, "科員", Part::Staff),
    (6, "局長", Part::Head),
    (7, "科長", Part::Head),
    (7, "技士", Part::Staff),
    (8, "局長", Part::Head),
    (8, "稅務員", Part::Plain),
    (9, "局長", Part::Head),
    (10, "處長", Part::Head),
    (11, "處長", Part::Head),
    (0, "秘書長", Part::Head),
    (5, "約僱人員", Part::Cardless),
    (1, "視察", Part::FormerManager),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Head,
    /// Takes over in the county's first weeks.
    Manager,
    /// In office when the county is entered.
    FormerManager,
    Staff,
    Plain,
    Ended,
    /// Taken over from a list of the time before cards: every inquiry of theirs is refused, which can so be shown.
    Cardless,
}

/// Everything the county's registers hold.
///
/// # Errors
/// The rules refuse a record, which would be a bug of this file.
pub fn records(
    editions: Editions,
    pack: Option<&EditionPack>,
    at: DateTime<Utc>,
    office: &Office,
) -> anyhow::Result<Vec<Record>> {
    let mut chance = Chance::new(20_011);
    let millis = at.timestamp_millis();
    let units: Vec<UnitId> = UNITS.iter().map(|_| UnitId(chance.id(millis))).collect();
    let since = taiwan_day(at);
    let mut records = agencies(&units, pack.map(|pack| &pack.county))?;
    let items = items(&units, editions, since, &mut chance, millis);
    for (id, draft) in &items {
        let item =
            Item::enter(*id, draft.clone(), EditionId::Amended).map_err(|report| anyhow!("{report:?}"))?;
        records.push(record(Item::KIND, id.0, &ItemBody { draft: item.draft().clone(), repeal: None })?);
    }
    records.extend(accounts(&units, &items, since, &mut chance, millis, office)?);
    if let Some(pack) = pack.filter(|pack| !pack.edition.settings.is_empty()) {
        let decided = decided(pack, at, EditionDayId(chance.id(millis)), PersonId(chance.id(millis)));
        records.push(record(Edition::KIND, decided.id.0, &decided)?);
    }
    Ok(records)
}

fn record(kind: &'static str, id: Uuid, content: &impl Serialize) -> anyhow::Result<Record> {
    Ok(Record { kind, id, body: serde_json::to_string(content).context("register to JSON")? })
}

/// The numbers of a pack as decided before there was a register: they hold from the county's first day.
fn decided(pack: &EditionPack, at: DateTime<Utc>, id: EditionDayId, by: PersonId) -> EditionBody {
    let by_name = pack.county.name.clone();
    EditionBody {
        id,
        revision: 1,
        amended_from: None,
        settings_from: Some(taiwan_day(at)),
        settings: pack.edition.settings.clone(),
        document_number: pack.edition.document_number.clone(),
        remark: pack.edition.remark.clone(),
        prepared_by: by,
        prepared_by_name: by_name.clone(),
        prepared_at: at,
        status: EditionStatus::InForce { by, by_name, at },
    }
}

/// The county's tree; another county has its own name, code and OID, and its agencies no published codes here.
fn agencies(units: &[UnitId], county: Option<&County>) -> anyhow::Result<Vec<Record>> {
    let mut chance = Chance::new(50_021);
    let enter = |(Node(name, name_en, code, oid, above), id): (&Node, &UnitId)| {
        let own = match county {
            Some(county) if above.is_none() => Some((&county.name, &county.name_en)),
            Some(county) if *name == SOCIAL_AFFAIRS && !county.social_affairs.is_empty() => {
                Some((&county.social_affairs, &county.social_affairs_en))
            }
            _ => None,
        };
        let is_agency = !code.is_empty() && (county.is_none() || above.is_none());
        let (code, root, oid) = match county {
            None => (*code, ROOT_OID, *oid),
            Some(county) if above.is_none() => (county.code.as_str(), county.oid.as_str(), ""),
            Some(_) => ("", "", ""),
        };
        let draft = AgencyDraft {
            parent: above.and_then(|above| units.get(above).copied()),
            kind: if is_agency { AgencyKind::Agency } else { AgencyKind::Unit },
            name: own.map_or_else(|| (*name).to_owned(), |(name, _)| name.clone()),
            name_en: own.map_or_else(|| (*name_en).to_owned(), |(_, name_en)| name_en.clone()),
            code: code.to_owned(),
            oid: if is_agency || !oid.is_empty() { format!("{root}{oid}") } else { String::new() },
            is_social_affairs: *name == SOCIAL_AFFAIRS,
            contact: if is_agency { contact(&mut chance, "04-7531111") } else { Contact::default() },
        };
        let agency = Agency::enter(*id, draft).map_err(|report| anyhow!("{report:?}"))?;
        record(Agency::KIND, id.0, agency.draft())
    };
    UNITS.iter().zip(units).map(enter).collect()
}

fn items(
    units: &[UnitId],
    editions: Editions,
    since: NaiveDate,
    chance: &mut Chance,
    millis: i64,
) -> Vec<(ItemId, ItemDraft)> {
    let law = |name: &str| Basis { kind: BasisKind::Law, name: name.to_owned(), ..Basis::default() };
    let data = |code: &str, name: &str, name_en: &str| DataItem {
        code: code.to_owned(),
        name: name.to_owned(),
        name_en: name_en.to_owned(),
    };
    let at = |places: &[usize]| places.iter().filter_map(|place| units.get(*place).copied()).collect();
    let amended = editions.amended_from.unwrap_or(since).max(since);
    let first = ItemDraft {
        number: "1".into(),
        name: "身心障礙者參加社會保險不列入媒體交換保險費補助".into(),
        name_en: "Premium subsidy for insured persons with disabilities outside the media exchange".into(),
        units: at(&[1]),
        bases: vec![
            law("身心障礙者權益保障法第七十一條之一"),
            law("身心障礙者參加社會保險保險費補助辦法第九條"),
        ],
        purpose: "核算身心障礙者參加社會保險之保險費補助金額。".into(),
        data_items: vec![data(
            "A01",
            "勞保被保險人各月份自付額",
            "Monthly self-paid amounts of insured persons",
        )],
        must_sign: false,
        in_force_from: Some(since),
        approved_by_document: "府社障字第1120000001號".into(),
        approved_on: Some(since),
    };
    let second = ItemDraft {
        number: "2".into(),
        name: "低收入戶及中低收入戶資格審查".into(),
        name_en: "Eligibility review of low-income households".into(),
        units: at(&[3]),
        bases: vec![law("社會救助法第四十四條之三")],
        purpose: "審查申請人及全家人口之工作收入。".into(),
        data_items: vec![
            data("B01", "勞保投保薪資", "Insured salary"),
            data("B02", "勞保加退保紀錄", "Enrolment and withdrawal record"),
        ],
        must_sign: false,
        in_force_from: Some(amended),
        approved_by_document: "府社助字第1150000002號".into(),
        approved_on: Some(amended),
    };
    let third = ItemDraft {
        number: "3".into(),
        name: "勞資爭議案件勞保投保查核".into(),
        name_en: "Enrolment check in labour disputes".into(),
        units: at(&[4]),
        bases: vec![law("勞資爭議處理法第十七條")],
        purpose: "查核爭議當事人之投保期間與投保單位。".into(),
        data_items: vec![
            data("C01", "勞保加退保紀錄", "Enrolment and withdrawal record"),
            data("C02", "投保單位名稱", "Insured unit"),
        ],
        must_sign: false,
        in_force_from: Some(amended),
        approved_by_document: "府勞資字第1150000003號".into(),
        approved_on: Some(amended),
    };
    let fourth = ItemDraft {
        number: "4".into(),
        name: "家庭照顧者支持服務重複補助勾稽".into(),
        name_en: "Double-subsidy check of the family caregiver support programme".into(),
        units: at(&[6]),
        bases: vec![Basis {
            kind: BasisKind::Policy,
            name: "長照十年計畫2.0".into(),
            plan: "家庭照顧者支持性服務計畫".into(),
            plan_number: "府衛長字第1150000004號".into(),
        }],
        purpose: "避免重複請領補助。".into(),
        data_items: vec![data("D01", "勞保年金請領狀態", "Whether a labour pension is drawn")],
        must_sign: false,
        in_force_from: Some(amended),
        approved_by_document: "府衛長字第1150000004號".into(),
        approved_on: Some(amended),
    };
    [first, second, third, fourth].into_iter().map(|draft| (ItemId(chance.id(millis)), draft)).collect()
}

fn accounts(
    units: &[UnitId],
    items: &[(ItemId, ItemDraft)],
    since: NaiveDate,
    chance: &mut Chance,
    millis: i64,
    office: &Office,
) -> anyhow::Result<Vec<Record>> {
    let mut drafts = Vec::new();
    for (serial, (place, title, part)) in PEOPLE.into_iter().enumerate() {
        let Some(unit) = units.get(place).copied() else { continue };
        let number = if part == Part::Cardless { String::new() } else { format!("TP{:014}", serial + 1) };
        let draft = AccountDraft {
            name: person::name(chance),
            id_last4: format!("{:04}", (serial + 1) * 379),
            title: title.to_owned(),
            unit: unit.to_string(),
            extension: format!("{}", 2_100 + serial),
            email: format!("practice.{serial:03}@chadiao.example"),
            egov_account: format!("practice.{serial:03}"),
            card_number: number,
            grants: if matches!(part, Part::Staff | Part::Ended | Part::Head | Part::Cardless) {
                grants(place, items)
            } else {
                Vec::new()
            },
            heads: if part == Part::Head { vec![unit] } else { Vec::new() },
            is_manager: part == Part::FormerManager,
            active_from: Some(since),
            active_until: (part == Part::Ended).then_some(since + TimeDelta::days(400)),
            ..AccountDraft::default()
        };
        drafts.push((PersonId(chance.id(millis)), place, part, draft));
    }
    name_deputy(units, &mut drafts, since);
    let mut carded: Vec<&mut AccountDraft> =
        drafts.iter_mut().map(|(.., draft)| draft).filter(|draft| !draft.card_number.is_empty()).collect();
    let holder = |draft: &&mut AccountDraft| Holder {
        number: draft.card_number.clone(),
        name: draft.name.clone(),
        last4: draft.id_last4.clone(),
    };
    let cards = office.cards_of(&carded.iter().map(holder).collect::<Vec<_>>())?;
    for (draft, card) in carded.iter_mut().zip(cards) {
        draft.certificate = BASE64.encode(card.certificate);
    }
    drafts
        .into_iter()
        .map(|(id, _, part, draft)| {
            let account = match part {
                // The rules would not open this account today.
                Part::Cardless => Account::restore(id, 1, draft).context("an account without a unit")?,
                Part::FormerManager => Account::enrol(id, draft).map_err(|report| anyhow!("{report:?}"))?,
                // What people hold was granted on paper, before there was a register.
                _ => Account::take_over(id, draft).map_err(|report| anyhow!("{report:?}"))?,
            };
            record(Account::KIND, id.0, account.draft())
        })
        .collect()
}

/// A unit's people hold the items that cover it, directly or from above.
fn grants(place: usize, items: &[(ItemId, ItemDraft)]) -> Vec<Grant> {
    let held = match place {
        1 | 2 => &[0][..],
        3 => &[0, 1],
        4 | 5 => &[2],
        6 | 7 => &[3],
        _ => &[],
    };
    let item = |at: &usize| {
        let (item, draft) = items.get(*at)?;
        Some(Grant {
            item: *item,
            data_items: draft.data_items.iter().map(|data| data.code.clone()).collect(),
        })
    };
    held.iter().filter_map(item).collect()
}

/// The head of the other welfare section stands in for the first one, named in advance for the whole time.
fn name_deputy(units: &[UnitId], drafts: &mut [(PersonId, usize, Part, AccountDraft)], since: NaiveDate) {
    let Some(unit) = units.get(3).copied() else { return };
    let head = drafts
        .iter()
        .find(|(_, place, part, _)| *place == 3 && *part == Part::Head)
        .map(|(id, _, _, draft)| (*id, draft.name.clone()));
    let Some((head, head_name)) = head else { return };
    if let Some((_, _, _, deputy)) =
        drafts.iter_mut().find(|(_, place, part, _)| *place == 2 && *part == Part::Head)
    {
        let until = since + TimeDelta::days(3_650);
        deputy.deputy_for.push(Deputyship { head, head_name, unit, from: since, until });
    }
}
