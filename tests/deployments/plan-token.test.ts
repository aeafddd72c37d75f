import { expect, test } from "vitest";
import { type Plan, readPlan, writePlan } from "#lib/deployments/plan-token.ts";
import { Failure } from "#lib/failure.ts";

const plan: Plan = {
  app: "an app",
  branch: "main",
  tag: null,
  follows: true,
  commit: "a".repeat(40),
  marks: { pipeline: "12345678" },
};

const refusalOf = (made: object) => {
  try {
    return readPlan(writePlan({ ...plan, ...made }));
  } catch (error) {
    return error;
  }
};

test.each([{}, { branch: "" }, { branch: "", tag: "v1" }, { branch: "größe/ö", follows: false }])(
  "a plan reads back as it was written: %j",
  (made) => {
    expect(refusalOf(made)).toEqual({ ...plan, ...made });
  },
);

test.each([
  { branch: "main\0" },
  { branch: "--upload-pack=x" },
  { branch: "a..b" },
  { branch: "x".repeat(300) },
  { branch: "\ud800" },
  { tag: "" },
  { tag: "v1\0" },
  { tag: "v1 v2" },
  { commit: "main" },
  { commit: "--output=x" },
  { more: 1 },
])("a plan that somebody made up names nothing that a deployment itself would refuse: %j", (made) => {
  const refusal = refusalOf(made);
  expect(refusal).toBeInstanceOf(Failure);
  expect(refusal).toMatchObject({ kind: "invalid" });
});

test.each(["", "{}", "bnVsbA", "W10", "not base64 ☃", "x".repeat(8192)])(
  "what is no plan at all is refused: %s",
  (token) => {
    expect(() => readPlan(token)).toThrow("This is not a plan.");
  },
);
