// The manager enters the county's ISO 27001 certificate; everybody reads it with the controls that the records support.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { county } from "./county.mjs";

let place;
before(async () => {
  place = await county();
});
after(() => place.close());

const shot = (page, name) =>
  process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true }) : undefined;

test("a certificate is entered, and what is missing is named at its field with nothing lost", async () => {
  const { page, errors } = await place.sit(place.manager);
  await page.goto(`${place.base}/certificate`);
  await page.locator("#enter").click();
  await page.locator("#certificate-number").fill("IS 777001");
  await page.locator("#certificate-issuer").fill("BSI");
  await page.locator("#certificate-issued").fill("113/06/01");
  await page.locator("#certificate-save").click();
  await page.getByText("請填寫證書的起訖日。").first().waitFor();
  await shot(page, "certificate-form");
  assert.equal(await page.locator("#certificate-number").inputValue(), "IS 777001");
  await page.locator("#certificate-expires").fill("121/05/31");
  await page.locator("#certificate-save").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.locator("tbody tr", { hasText: "IS 777001" }).getByText("現行").waitFor();
  await page.getByText("A.5.15").waitFor();
  await shot(page, "certificate");
  const staff = await place.sit(place.staff);
  await staff.page.goto(`${place.base}/certificate`);
  await staff.page.getByText("IS 777001").waitFor();
  assert.equal(await staff.page.locator("#enter").count(), 0);
  assert.deepEqual([...errors, ...staff.errors].filter((text) => !/status of 422/.test(text)), []);
});
