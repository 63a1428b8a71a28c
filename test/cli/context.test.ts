import { describe, expect, it } from "vitest";
import { calledAs, wantsColor } from "../../cli/context.ts";

describe("how hq is called", () => {
  it.each([
    ["/home/ana/acme", "/home/ana/acme", "bin/hq"],
    ["/home/ana/acme", "/home/ana/acme/.hq-kit", "node .hq-kit/bin/hq"],
    ["/home/ana/acme/Marketing", "/home/ana/acme", "../bin/hq"],
    ["/home/ana/acme/a/b", "/home/ana/acme/.hq-kit", "node ../../.hq-kit/bin/hq"],
    ["/home/ana/other", "/home/ana/solo-hq", "../solo-hq/bin/hq"],
    ["/srv/a/b/c/d", "/opt/hq", "/opt/hq/bin/hq"],
    ["/home/ana/my company", "/home/ana/my company", "bin/hq"],
    ["/home/ana", "/home/ana/my company", '"my company/bin/hq"'],
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
