import { describe, expect, it } from "vitest";
import type { ServiceReport } from "../../../src/wire/generated";
import { composeServices, serviceId } from "./composeServices";

const report = (file: string, name: string, rest: Partial<ServiceReport> = {}): ServiceReport => ({
  name,
  image: null,
  file,
  line: 3,
  ports: [],
  project: null,
  ...rest,
});

describe("composeServices", () => {
  it("joins the files of one folder", () => {
    const joined = composeServices([
      report("compose.prod.yaml", "api", { image: "registry/api:1", ports: [80], line: 9 }),
      report("compose.override.yaml", "api", { ports: [9229] }),
      report("compose.yaml", "api", { project: "api", ports: [8000] }),
      report("compose.yaml", "db", { image: "postgres" }),
    ]);
    expect(joined).toEqual([
      {
        id: serviceId("compose.yaml", "api"),
        name: "api",
        image: "registry/api:1",
        ports: [8000, 9229, 80],
        project: "api",
        places: [
          { file: "compose.yaml", line: 3 },
          { file: "compose.override.yaml", line: 3 },
          { file: "compose.prod.yaml", line: 9 },
        ],
      },
      expect.objectContaining({ name: "db", image: "postgres" }),
    ]);
  });

  it("keeps the same name of another folder apart", () => {
    expect(composeServices([report("a/compose.yaml", "db"), report("b/compose.yaml", "db")])).toHaveLength(2);
  });

  it("takes a port once, however many files publish it", () => {
    const [api] = composeServices([report("compose.yaml", "api", { ports: [8000] }), report("compose.prod.yaml", "api", { ports: [8000] })]);
    expect(api?.ports).toEqual([8000]);
  });
});
