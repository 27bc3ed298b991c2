import { expect, it, vi } from "vitest";
import type { Client } from "../server/protocol";
import { Reports } from "./reports";

function setUp(answer: () => Promise<unknown>) {
  const request = vi.fn(answer);
  return { request, reports: new Reports(() => ({ request, notify: vi.fn() }) as unknown as Client) };
}

it("asks once for a project until it is forgotten", async () => {
  const { request, reports } = setUp(() => Promise.resolve({ name: "api" }));
  await Promise.all([reports.get("api"), reports.get("api"), reports.get("web")]);
  expect(request).toHaveBeenCalledTimes(2);
  reports.forget(["api"]);
  await reports.get("api");
  await reports.get("web");
  expect(request).toHaveBeenCalledTimes(3);
  reports.forget(null);
  await reports.get("web");
  expect(request).toHaveBeenCalledTimes(4);
});

it("keeps neither a failure nor a project that is gone", async () => {
  const answers = [() => Promise.reject(new Error("ended")), () => Promise.resolve(null), () => Promise.resolve({ name: "api" })];
  const { reports } = setUp(() => answers.shift()!());
  expect(await reports.get("api")).toBeNull();
  expect(await reports.get("api")).toBeNull();
  expect(await reports.get("api")).toEqual({ name: "api" });
});
