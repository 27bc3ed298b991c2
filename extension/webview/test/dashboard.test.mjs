// The dashboard in a real browser: every state in every theme, its keys, its policy. Needs Chromium, nothing else.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import axe from "axe-core";
import { startHarness, themes } from "./harness.mjs";

const stateNames = ["empty", "bare", "healthy", "broken", "big", "long", "hostile"];
const MOST_BYTES = 200_000;

let harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness?.stop());

/** Opens a page, runs the steps, and insists that nothing forbidden happened meanwhile. */
async function inPage(options, steps) {
  const view = await harness.open(options);
  try {
    await steps(view);
    assert.deepEqual(view.problems, []);
  } finally {
    await view.close();
  }
}

/** With `isColoursOnly`, just the rules that another theme can break. */
async function violations(page, isColoursOnly = false) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const options = { resultTypes: ["violations"], ...(isColoursOnly ? { runOnly: ["color-contrast", "link-in-text-block"] } : {}) };
  const { violations } = await page.evaluate((wanted) => globalThis.axe.run(document, wanted), options);
  return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
}

describe("accessibility", () => {
  for (const name of stateNames) {
    it(`axe finds nothing in any theme: ${name}`, async () => {
      await inPage({ state: harness.states[name] }, async ({ page, wear }) => {
        for (const [place, theme] of themes.entries()) {
          await wear(theme);
          assert.deepEqual(await violations(page, place > 0), [], theme);
        }
      });
    });
  }

  it("axe finds nothing on a narrow and on a wide page", async () => {
    await inPage({ theme: "light-modern", state: harness.states.broken }, async ({ page }) => {
      for (const width of [320, 1600]) {
        await page.setViewportSize({ width, height: 900 });
        assert.deepEqual(await violations(page), [], `${width} px`);
      }
    });
  });

  it("axe finds nothing while it waits, in trouble, and with everything unfolded", async () => {
    await inPage({}, async ({ page, send }) => {
      assert.deepEqual(await violations(page), []);
      await send({ type: "trouble", revision: 1, text: "Workspai's sidecar is not running." });
      assert.deepEqual(await violations(page), []);
    });
    await inPage({ state: harness.states.big }, async ({ page }) => {
      await page.locator("details > summary").click();
      while ((await page.locator("button.more").count()) > 0) await page.locator("button.more").first().click();
      assert.deepEqual(await violations(page), []);
    });
  });
});

describe("layout", () => {
  for (const name of stateNames) {
    it(`fits 320, 800 and 1600 px: ${name}`, async () => {
      await inPage({ state: harness.states[name] }, async ({ page }) => {
        for (const width of [320, 800, 1600]) {
          await page.setViewportSize({ width, height: 900 });
          const widest = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(widest <= width, `${widest} px wide at ${width}`);
        }
      });
    });
  }

  it("draws a box for each project and each service that builds none", async () => {
    await inPage({ state: harness.states.healthy }, async ({ page }) => {
      const names = await page.locator(".box .words").allTextContents();
      assert.deepEqual(names.sort(), ["postgres", "redis", "saas-admin", "saas-api", "saas-nest", "saas-webhooks"]);
    });
  });
});

describe("intents", () => {
  const intents = async (view) => (await view.posted()).slice(1);

  it("says that it is ready, once", async () => {
    await inPage({ state: harness.states.healthy }, async (view) => {
      assert.deepEqual(await view.posted(), [{ type: "ready", contract: 1 }]);
    });
  });

  it("sends each click on a link as its intent", async () => {
    await inPage({ state: harness.states.broken }, async (view) => {
      const { page } = view;
      const projects = page.getByRole("grid", { name: "Projects" });
      await projects.getByRole("button", { name: "saas-api", exact: true }).click();
      await projects.getByRole("button", { name: "Reveal saas-nest in the Workspace view" }).click();
      await projects.getByRole("button", { name: "Ask about saas-nest" }).click();
      await page.getByRole("button", { name: "Preview fix: Publish nest on 8004" }).click();
      await page.getByRole("button", { name: "DATABASE_URL is read, RAPIDKIT_DB_POSTGRES_URL is defined", exact: true }).click();
      await page.getByRole("button", { name: "Show all in Health" }).click();
      await page.getByRole("grid", { name: "Incidents" }).getByRole("rowheader").first().getByRole("button").click();
      await page.getByRole("button", { name: "Model settings" }).click();
      await page.getByRole("button", { name: "Explain health" }).click();
      await page.getByRole("button", { name: "Compose service postgres" }).click();
      assert.deepEqual(await intents(view), [
        { type: "open", file: "saas-api/pyproject.toml", line: 1 },
        { type: "revealProject", path: "saas-nest" },
        { type: "ask", subject: { kind: "project", path: "saas-nest" } },
        { type: "previewFix", finding: "e2", fix: "fix" },
        { type: "open", file: "saas-api/src/settings.py", line: 12 },
        { type: "showHealth" },
        { type: "showIncident", id: "i0" },
        { type: "openModelSettings" },
        { type: "ask", subject: { kind: "health" } },
        { type: "open", file: "docker-compose.yml", line: 3 },
      ]);
    });
  });

  it("offers no preview for a fix that is a command", async () => {
    await inPage({ state: harness.states.broken }, async ({ page }) => {
      const item = page.locator(".finding", { hasText: "is tracked by git" });
      assert.equal(await item.getByRole("button", { name: /Preview fix/ }).count(), 0);
    });
  });
});

describe("keyboard", () => {
  const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent?.trim());

  it("reaches the launch points with Tab and starts one with Enter", async () => {
    await inPage({ state: harness.states.healthy }, async (view) => {
      const { page } = view;
      for (let press = 0; press < 10 && (await focused(page)) !== "Debug an error"; press++) await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      assert.deepEqual((await view.posted()).at(-1), { type: "ask", subject: { kind: "error" } });
    });
  });

  it("has one Tab stop a table, and arrow keys inside", async () => {
    await inPage({ width: 1600, state: harness.states.healthy }, async ({ page }) => {
      const grid = page.getByRole("grid", { name: "Modules by project" });
      assert.equal(await grid.locator("[tabindex='0']").count(), 1);
      await grid.locator("[tabindex='0']").focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      assert.equal(await focused(page), "0.1.10");
      await page.keyboard.press("ArrowDown");
      assert.equal(await focused(page), "0.1.25");
      await page.keyboard.press("Control+End");
      assert.equal(await grid.locator("[tabindex='0']").count(), 1);
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement?.closest("[aria-label='Modules by project']")), null);
    });
  });

  it("walks over the map and opens what it stands on", async () => {
    await inPage({ width: 1600, state: harness.states.healthy }, async (view) => {
      const { page } = view;
      await page.locator(".map [tabindex='0']").focus();
      await page.keyboard.press("Control+Home");
      assert.match(await focused(page), /^Project saas-admin/);
      await page.keyboard.press("ArrowDown");
      assert.match(await focused(page), /^Project saas-api/);
      await page.keyboard.press("Enter");
      assert.deepEqual((await view.posted()).at(-1), { type: "open", file: "saas-api/pyproject.toml", line: 1 });
    });
  });

  it("shows where the focus is, in every theme", async () => {
    await inPage({ state: harness.states.healthy }, async ({ page, wear }) => {
      for (const theme of themes) {
        await wear(theme);
        await page.keyboard.press("Tab");
        const bare = await page.evaluate(() =>
          [...document.querySelectorAll("button, summary")]
            .filter((target) => target.checkVisibility())
            .filter((target) => {
              target.focus({ focusVisible: true });
              const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(target);
              return outlineStyle === "none" || parseFloat(outlineWidth) < 1 || outlineColor === "rgba(0, 0, 0, 0)";
            })
            .map((target) => target.outerHTML.slice(0, 120)),
        );
        assert.deepEqual(bare, [], theme);
      }
    });
  });

  it("keeps the focus when a newer state arrives", async () => {
    await inPage({ state: harness.states.broken }, async ({ page, show }) => {
      await page.getByRole("button", { name: "Preview fix: Publish nest on 8004" }).focus();
      await show({ ...harness.states.broken, findings: harness.states.broken.findings.slice(1) });
      assert.equal(await focused(page), "Preview fix: Publish nest on 8004");
    });
  });

  it("sorts with the headings, and says which way", async () => {
    await inPage({ width: 1600, state: harness.states.broken }, async ({ page }) => {
      const grid = page.getByRole("grid", { name: "Projects" });
      const first = () => grid.getByRole("rowheader").first().innerText();
      const heading = grid.getByRole("columnheader", { name: "Findings" });
      await heading.getByRole("button").click();
      assert.equal(await heading.getAttribute("aria-sort"), "ascending");
      assert.match(await first(), /saas-admin/);
      await heading.getByRole("button").click();
      assert.equal(await heading.getAttribute("aria-sort"), "descending");
      assert.match(await first(), /saas-api/);
    });
  });

  it("filters a long table", async () => {
    await inPage({ width: 1600, state: harness.states.big }, async ({ page }) => {
      await page.getByRole("searchbox", { name: "Filter projects" }).fill("service-07");
      const grid = page.getByRole("grid", { name: "Projects" });
      assert.equal(await grid.getByRole("rowheader").count(), 1);
      assert.ok(await page.getByText("1 of 60 rows").isVisible());
    });
  });
});

describe("messages", () => {
  it("ignores an older state and whatever is no message", async () => {
    await inPage({}, async ({ page, send }) => {
      const { drawn, states } = harness;
      await send({ type: "state", revision: 5, state: drawn(states.healthy) });
      await send({ type: "state", revision: 4, state: drawn(states.broken) });
      await send({ type: "state", revision: 6, state: { ...drawn(states.broken), findings: null } });
      for (const garbage of [null, 7, "state", [], { type: "state" }, { type: "__proto__", revision: 9 }]) await send(garbage);
      assert.equal(await page.locator(".score-value").innerText(), "100");
    });
  });

  it("tells trouble beside the last state, until the next", async () => {
    await inPage({ state: harness.states.healthy }, async ({ page, send, show, posted }) => {
      await send({ type: "trouble", revision: 2, text: "Workspai's sidecar is starting." });
      assert.match(await page.locator(".notice").innerText(), /starting\. What you see is the last known state/);
      assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "saas-starter-workspace");
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByRole("button", { name: "Show log" }).click();
      assert.deepEqual((await posted()).slice(-2), [{ type: "refresh" }, { type: "showLog" }]);
      await show(harness.states.healthy);
      await show(harness.states.healthy);
      assert.equal(await page.locator(".notice").count(), 0);
    });
  });

  it("shows what a repository wrote as text, and runs none of it", async () => {
    await inPage({ state: harness.states.hostile }, async ({ page }) => {
      assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
      assert.equal(await page.locator("img, iframe, object, main script").count(), 0);
      assert.match(await page.getByRole("heading", { level: 1 }).innerText(), /<script>/);
    });
  });
});

describe("page", () => {
  it("remembers how far the reader was, and returns there", async () => {
    await inPage({ state: harness.states.broken }, async ({ page }) => {
      await page.evaluate(() => window.scrollTo(0, 700));
      await page.waitForFunction(() => globalThis.kept?.scrollTop === 700);
    });
    await inPage({}, async ({ page, show }) => {
      await page.evaluate(() => (globalThis.kept = { scrollTop: 500 }));
      await show(harness.states.broken);
      await page.waitForFunction(() => window.scrollY === 500);
    });
  });

  it("stands still for who wants no motion", async () => {
    await inPage({ reducedMotion: "reduce" }, async ({ page }) => {
      assert.ok(await page.locator("vscode-progress-bar").isVisible());
      const moving = await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === "running").length);
      assert.equal(moving, 0);
    });
  });

  it("stays small", async () => {
    const sizes = await harness.sizes();
    assert.ok(sizes["webview.js"] + sizes["webview.css"] <= MOST_BYTES, JSON.stringify(sizes));
  });
});
