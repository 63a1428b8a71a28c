import { describe, expect, it } from "vitest";
import { calledAs, wantsColor } from "../../cli/context.ts";

describe("how hq is called", () => {
  it.each([
    ["/data/ana/acme", "/data/ana/acme", "bin/hq"],
    ["/data/ana/acme", "/data/ana/acme/.hq-kit", "node .hq-kit/bin/hq"],
    ["/data/ana/acme/Marketing", "/data/ana/acme", "../bin/hq"],
    ["/data/ana/acme/a/b", "/data/ana/acme/.hq-kit", "node ../../.hq-kit/bin/hq"],
    ["/data/ana/other", "/data/ana/solo-hq", "../solo-hq/bin/hq"],
    ["/srv/a/b/c/d", "/opt/hq", "/opt/hq/bin/hq"],
    ["/data/ana/my company", "/data/ana/my company", "bin/hq"],
    ["/data/ana", "/data/ana/my company", '"my company/bin/hq"'],
  ])("in %s with the program in %s", (cwd, packageRoot, expected) => {
    expect(calledAs(cwd, packageRoot)).toBe(expected);
  });
});

describe("colour", () => {
  it("is for terminals only, and NO_COLOR wins over FORCE_COLOR", () => {
    expect(wantsColor({}, true)).toBe(true);
    expect(wantsColor({}, false)).toBe(false);
    expect(wantsColor({ TERM: "dumb" }, true)).toBe(false);
    expect(wantsColor({ FORCE_COLOR: "1" }, false)).toBe(true);
    expect(wantsColor({ NO_COLOR: "1", FORCE_COLOR: "1" }, true)).toBe(false);
  });
});
