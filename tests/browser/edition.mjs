// Editions: a day on record decides which text judges.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { county } from "./county.mjs";

let place;
before(async () => {
  place = await county();
});
after(() => place.close());

const shot = (page, name) => (process.env.SHOTS ? page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true }) : null);

test("the manager is told why a day that has passed stays, and nothing typed is lost", async () => {
  const { page, errors } = await place.sit(place.manager);
  await page.goto(`${place.base}/editions`);
  await page.getByText("修正規定施行日", { exact: true }).waitFor();
  await shot(page, "editions");
  await page.locator("#edition-prepare").click();
  await page.locator("#edition-day").fill("116/01/01");
  await page.locator("#edition-document").fill("府社障字第1150000001號");
  await page.locator("#edition-save").click();
  await page.getByRole("dialog").getByText("修正規定已經施行,施行日不得再變更。").waitFor();
  assert.equal(await page.locator("#edition-document").inputValue(), "府社障字第1150000001號", "nothing typed is lost");
  await shot(page, "edition-refused");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "English" }).click();
  await page.getByText("Which text judges").first().waitFor();
  // The refusal is told by status, which the browser notes.
  assert.deepEqual(errors.filter((error) => !/422/.test(error)), []);
});
