import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leadsOutside } from "./outside";

describe("leadsOutside", () => {
  let base: string;
  let folder: string;

  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), "workspai-outside-"));
    folder = join(base, "saas");
    await mkdir(join(folder, "api"), { recursive: true });
    await mkdir(join(base, "saas-other"));
    await writeFile(join(folder, "api/main.py"), "");
    await writeFile(join(base, "secret"), "");
    await symlink(join(base, "secret"), join(folder, "file-out"));
    await symlink(base, join(folder, "folder-out"));
    await symlink(join(base, "saas-other"), join(folder, "alike-out"));
    await symlink(join(folder, "api"), join(folder, "in"));
    await symlink(join(base, "not-yet"), join(folder, "nowhere"));
    await symlink(folder, join(base, "entrance"));
  });

  afterAll(() => rm(base, { recursive: true, force: true }));

  it("follows links of files and of folders", async () => {
    expect(await leadsOutside(join(folder, "file-out"), folder)).toBe(true);
    expect(await leadsOutside(join(folder, "folder-out/secret"), folder)).toBe(true);
    expect(await leadsOutside(join(folder, "alike-out"), folder)).toBe(true);
  });

  it("lets plain files and links within the folder be", async () => {
    expect(await leadsOutside(join(folder, "api/main.py"), folder)).toBe(false);
    expect(await leadsOutside(join(folder, "in/main.py"), folder)).toBe(false);
    expect(await leadsOutside(folder, folder)).toBe(false);
  });

  it("takes an opened folder that is a link itself", async () => {
    expect(await leadsOutside(join(base, "entrance/api/main.py"), join(base, "entrance"))).toBe(false);
    expect(await leadsOutside(join(base, "entrance/file-out"), join(base, "entrance"))).toBe(true);
  });

  it("judges a missing file by its nearest folder", async () => {
    expect(await leadsOutside(join(folder, "gone"), folder)).toBe(false);
    expect(await leadsOutside(join(folder, "api/gone/deeper/.env"), folder)).toBe(false);
    expect(await leadsOutside(join(folder, "in/gone"), folder)).toBe(false);
    expect(await leadsOutside(join(folder, "folder-out/gone"), folder)).toBe(true);
  });

  it("does not trust a link to nowhere", async () => {
    expect(await leadsOutside(join(folder, "nowhere"), folder)).toBe(true);
    expect(await leadsOutside(join(folder, "nowhere/below"), folder)).toBe(true);
  });
});
