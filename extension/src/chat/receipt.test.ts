import { expect, it } from "vitest";
import endpointExample from "../../../schemas/examples/chat.answer/debug-with-an-endpoint.json";
import programExample from "../../../schemas/examples/chat.answer/doctor-without-a-model.json";
import type { ChatOutcome } from "../wire/generated";
import { receiptLine, receiptPage } from "./receipt";

const endpoint = endpointExample.result as unknown as ChatOutcome;
const program = programExample.result as unknown as ChatOutcome;

it("says in one line what was sent, where to, and what was taken out", () => {
  expect(receiptLine(endpoint)).toBe(
    "Sent 231 tokens to qwen3\\-coder at localhost:11434 · 88 back in 2.4 s · 2 secrets taken out: code 210 · question 12 · error 9",
  );
});

it("says that nothing was sent", () => {
  expect(receiptLine(program)).toBe("Answered without a model. Nothing was sent.");
  expect(receiptLine({ ...program, outcome: "cancel" })).toBe("Cancelled. Nothing was sent.");
});

it("marks an estimate, and does not claim a destination that it does not know", () => {
  const receipt = { ...endpoint.receipt!, isExact: false, destination: null, redactions: 0 };
  expect(receiptLine({ ...endpoint, receipt })).toContain("Sent about 231 tokens to qwen3\\-coder · 88 back");
  expect(receiptPage(receipt, ({ file }) => file)).toContain("by the editor, to the model picked in Chat");
});

it("lists each piece with its file and lines", () => {
  const page = receiptPage(endpoint.receipt!, (place, label) => `<${place.file}:${place.line ?? ""}>${label ?? ""}`);
  expect(page).toContain("| code | <saas-api/src/main.py:8>saas-api/src/main.py:8-15 | 210 | the function around it |");
  expect(page).toContain("| question |  | 12 | your question |");
  expect(page).toContain("2 secrets taken out before sending");
});
