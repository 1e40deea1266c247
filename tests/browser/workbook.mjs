// A workbook of one sheet as spreadsheet programs save it: parts in a ZIP, here not compressed.
import { crc32 } from "node:zlib";

const DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const SCHEMA = "http://schemas.openxmlformats.org";
const DOCUMENT = `${SCHEMA}/officeDocument/2006/relationships`;

const relation = (kind, target) =>
  `<Relationships xmlns="${SCHEMA}/package/2006/relationships"><Relationship Id="r1" Type="${DOCUMENT}/${kind}" Target="${target}"/></Relationships>`;

/** The bytes of an .xlsx with these rows of text. */
export function workbook(name, rows) {
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const cell = (text) => `<c t="inlineStr"><is><t>${escaped(text)}</t></is></c>`;
  const sheet = rows.map((row) => `<row>${row.map(cell).join("")}</row>`).join("");
  return zip({
    "[Content_Types].xml": `<Types xmlns="${SCHEMA}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    "_rels/.rels": relation("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": `<workbook xmlns="${SCHEMA}/spreadsheetml/2006/main" xmlns:r="${DOCUMENT}"><sheets><sheet name="${name}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relation("worksheet", "worksheets/sheet1.xml"),
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${SCHEMA}/spreadsheetml/2006/main"><sheetData>${sheet}</sheetData></worksheet>`,
  });
}

function zip(parts) {
  const bodies = [], entries = [];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const [path, body] = [Buffer.from(name), Buffer.from(DECLARED + text)];
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt32LE(crc32(body), 10);
    about.writeUInt32LE(body.length, 14);
    about.writeUInt32LE(body.length, 18);
    about.writeUInt16LE(path.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    bodies.push(Buffer.from("PK\x03\x04", "latin1"), about, path, body);
    entries.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), about, place, path);
    at += 4 + about.length + path.length + body.length;
  }
  const index = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  const count = Object.keys(parts).length;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, index, end]);
}
