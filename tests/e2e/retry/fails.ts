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

test("fails once in two", ({}, { project }) => {
  const mark = join(folder, "..", "failed-in-two");
  const failed = existsSync(mark);
  if (project.name === "two") writeFileSync(mark, "");
  expect(project.name === "one" || failed).toBe(true);
});

test("always fails", () => expect(1).toBe(2));
test("passes", () => expect(1).toBe(1));
