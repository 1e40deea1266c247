// What one person does stands on another's page without anybody touching it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { county, fillCase, nationalId, newForm } from "./county.mjs";

let place;
before(async () => (place = await county()));
after(() => place.close());

test("a submitted form appears in the supervisor's queue by itself", async () => {
  const NUMBER = "府社障字第1150080001號";
  const supervisor = await place.sit(place.supervisor);
  await supervisor.page.goto(`${place.base}/approvals`);
  await supervisor.page.locator("#page-title").waitFor();
  const staff = await place.sit(place.staff);
  await newForm(staff.page, place.base);
  await staff.page.locator("#s-0-name").fill("孫即時");
  await staff.page.locator("#s-0-identity").fill(nationalId(8_000_001));
  await fillCase(staff.page, NUMBER);
  await supervisor.page.bringToFront();
  assert.equal(await supervisor.page.getByText(NUMBER).count(), 0);
  await staff.page.locator("#submit").click();
  await supervisor.page.getByText(NUMBER).first().waitFor();
  assert.deepEqual(supervisor.errors, []);
});
