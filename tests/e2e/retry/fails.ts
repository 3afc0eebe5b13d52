import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";

const folder = process.env.RETRY_FOLDER ?? "";

for (const number of [1, 2, 3])
  test(`fails once, ${number}`, () => {
    const mark = join(folder, `..`, `failed-${number}`);
    const failed = existsSync(mark);
    writeFileSync(mark, "");
    expect(failed, "this is the second time").toBe(true);
  });

test("always fails", () => expect(1).toBe(2));
test("passes", () => expect(1).toBe(1));
