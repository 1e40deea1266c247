// 附表三: applied for by the person, approved by the head, granted and set by the manager; then a job change announced ahead.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { county } from "./county.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SHOTS = process.env.SHOTS;

let place;
before(async () => (place = await county()));
after(() => place.close());

async function judge(page, name) {
  await page.waitForLoadState("networkidle").catch(() => {});
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ")}`), [], name);
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

const today = () => {
  const day = new Date(Date.now() + 8 * 3_600_000);
  return `${day.getUTCFullYear() - 1911}/${String(day.getUTCMonth() + 1).padStart(2, "0")}/${String(day.getUTCDate()).padStart(2, "0")}`;
};

test("a permission is applied for, approved, granted and set by three people", async () => {
  const staff = await place.sit(place.staff);
  await staff.page.goto(`${place.base}/applications`);
  await judge(staff.page, "applications");
  await staff.page.locator("#new-application").click();
  await staff.page.locator("#application-send").click();
  await staff.page.locator("#application-basis-says .says").first().waitFor();
  await staff.page.locator("#application-extension").fill("2345");
  await staff.page.locator("#application-basis").fill("依身心障礙者權益保障法承辦保險費補助。");
  await staff.page.locator("#application-reason").fill("業務調整");
  await staff.page.locator("#application-effective").fill(today());
  await staff.page.getByRole("checkbox").last().check();
  await judge(staff.page, "application-form");
  await staff.page.locator("#application-send").click();
  await staff.page.waitForURL(/\/applications\/[0-9a-f-]{36}$/);
  await staff.page.getByText("等待：").first().waitFor();
  const address = staff.page.url();

  const head = await place.sit(place.supervisor);
  await head.page.goto(`${place.base}/applications`);
  await head.page.getByText(place.staff.name).first().waitFor();
  await head.page.goto(address);
  await judge(head.page, "application-approve");
  await head.page.locator("#application-approve").click();
  await head.page.locator("#application-approve").waitFor({ state: "detached" });

  const manager = await place.sit(place.manager);
  await manager.page.goto(address);
  await manager.page.locator("#application-grant").click();
  await manager.page.locator("#application-set").click();
  await manager.page.locator("#application-set").waitFor({ state: "detached" });
  await manager.page.getByText("設定完成").first().waitFor();
  await judge(manager.page, "application-set");

  await manager.page.goto(`${place.base}/roster`);
  await manager.page.getByText("2345").first().waitFor();
  await judge(manager.page, "roster");
  for (const { errors } of [staff, head, manager]) assert.deepEqual(errors, []);
});

test("a job change is announced, and a personnel list is judged before it is taken in", async () => {
  const { page, errors } = await place.sit(place.manager);
  await page.goto(`${place.base}/job-changes`);
  await page.getByText("逾期").first().waitFor();
  await judge(page, "job-changes");
  await page.locator("#new-job-change").click();
  await page.locator("#job-change-person").selectOption({ value: place.staff.person });
  await page.getByRole("dialog").getByRole("radio").last().check();
  await page.locator("#job-change-day").fill("120/01/01");
  await page.locator("#job-change-document").fill("府人任字第1150000123號");
  await judge(page, "job-change-form");
  await page.locator("#job-change-send").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByText("府人任字第1150000123號").first().waitFor();
  await page.locator("tr", { hasText: "府人任字第1150000123號" }).getByRole("link", { name: "填申請表" }).click();
  await page.waitForFunction(() => document.querySelector("#application-effective")?.value === "120/01/01");
  assert.equal(await page.locator("#application-person").inputValue(), place.staff.person, "the form is theirs");
  assert.ok(await page.getByRole("radio", { name: /註銷/ }).isChecked(), "who leaves is closed");
  await page.goBack();

  const other = place.people.find((one) => one.title === "辦事員");
  const file = `姓名,單位,異動類別,異動日,文號\n${other.name},${other.unit_name},離職,120/02/01,府人任字第1150000124號\n查無此人,,離職,120/02/01,府人任字第1150000125號\n`;
  await page.locator("#import-job-changes").click();
  await page.locator("#import-file").setInputFiles({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(file) });
  await page.getByRole("dialog").getByText("未採用").waitFor();
  await judge(page, "job-change-import");
  await page.locator("#import-send").click();
  await page.getByRole("dialog").getByText("已預告", { exact: true }).waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "關閉" }).click();
  await page.getByText("府人任字第1150000124號").first().waitFor();
  assert.deepEqual(errors, []);
});
