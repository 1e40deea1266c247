//! Every rule of the regulation, pure: the same verdict in browser, server and command line.
//!
//! # Glossary
//! One idea, one word, in both languages:
//!
//! | 中文 | here | note |
//! |---|---|---|
//! | 查調登記 | inquiry | "query" is the act at the Bureau's service, and SQL |
//! | 業務項目清冊 | inventory, item | 附表一 |
//! | 資料項目 | data item | what may be asked for under an item |
//! | 被查詢人 | subject | sealed and masked everywhere |
//! | 使用者, 承辦人 | applicant, user | who inquires |
//! | 主管 | supervisor, head | approves for a unit; a deputy is named in advance |
//! | 管理者 | manager | exactly one |
//! | 核可 | approve | the supervisor's word before a query |
//! | 核准 | grant | the manager's word on an account |
//! | 備查 | acknowledge | received for reference, no approval |
//! | 送陳, 撤回, 退回補正, 駁回 | submit, withdraw, send back, reject | |
//! | 列印資料 | printout | a sheet bundle with a fate |
//! | 附卷 | file | into a case file |
//! | 銷毀, 監毀 | destroy, witness | |
//! | 查詢紀錄 | query record | the platform's own print, 5(6) |
//! | 管理者異動, 列冊移交 | change of manager, hand over by list | 附表二, 4(2)–(4) |
//! | 異動通知 | notice | to the Bureau, 4(8) |
//! | 聯繫窗口 | contact | of an agency |
//! | 稽核軌跡 | journal | the Merkle log |
//! | 監督 | oversight, hint | what is noticed; it refuses nothing |
//! | 法律責任, 知悉 | liability, acknowledgment | point 10, once a year; not the 備查 of a result |
//! | 查核, 查核人員 | audit, auditor | of a unit's half-year, 8(1); the auditor is appointed by the unit |
//! | 母體, 抽樣 | population, draw | frozen before there is a seed |
//! | 改善事項, 複查 | finding, recheck | has an owner and a day |
//! | 聯合稽核 | joint audit | manager, 政風 and 資訊, 8(2) |
//! | 對帳 | reconciliation | the platform's query record against the register |
//! | 事故通報 | incident | reported by anybody, handled by the manager; its clocks run in hours |
//! | 檢查點, 見證 | checkpoint, witness | of the journal |
//! | 查核權限, 查核人員 | inspection, inspector | of an agency outside, let in by the manager to look, 8(4) |
//! | 查核資料包 | pack | for the Bureau's inspectors, 8(4) |
//! | 移送議處 | refer, referral | for discipline, by the manager |
//! | 規定版本, 施行日 | edition, the day it takes force | which text judges an act is decided by its day |

pub mod account;
pub mod agency;
pub mod amendment;
pub mod api;
pub mod audit;
pub mod certificate;
pub mod custody;
pub mod door;
pub mod duty;
pub mod edition;
pub mod field;
pub mod finding;
pub mod id;
pub mod incident;
pub mod inquiry;
pub mod inspection;
pub mod inventory;
pub mod journal;
pub mod liability;
pub mod notice;
pub mod oversight;
pub mod pack;
pub mod paper;
pub mod period;
pub mod printout;
pub mod reconciliation;
pub mod record;
pub mod regulation;
pub mod retention;
pub mod review;
pub mod seal;
pub mod session;
pub mod sync;
pub mod violation;

pub use record::{Kept, OfOffice, Record, Step, taiwan_day};
pub use regulation::{EditionId, Editions, catalogue, explain, review};
pub use violation::{Bilingual, Citation, Deferred, Report, Severity, Violation};
