import { describe, expect, it } from "vitest";
import { dashboardHtml } from "./html";

const sources = {
  cspSource: "https://*.example",
  script: "https://a.example/webview.js",
  sheet: "https://a.example/webview.css",
  icons: "https://a.example/codicon.css",
  nonce: "n0nce",
};

describe("dashboardHtml", () => {
  const html = dashboardHtml(sources);
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";

  it("forbids everything but its own scripts, styles and fonts", () => {
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      "script-src 'nonce-n0nce'",
      "style-src https://*.example",
      "font-src https://*.example",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(policy).not.toMatch(/unsafe|\*(?!\.)|http:/);
  });

  it("holds no script, style or handler in its text", () => {
    expect(html).not.toMatch(/<style|\son\w+=|style=|javascript:/i);
    expect([...html.matchAll(/<script[^>]*>([^<]*)<\/script>/g)].map(([, body]) => body)).toEqual([""]);
  });

  it("lets no address break out of its attribute", () => {
    expect(dashboardHtml({ ...sources, script: '"><script>alert(1)</script>' })).not.toContain("<script>");
  });
});
