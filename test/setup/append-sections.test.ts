import { expect, test } from "vitest";
import { appendLines, appendPage, appendSections } from "../../setup/append-sections.ts";

const OURS =
  "# Constitution\n\nIntro.\n\n## Company\n\ntable\n\n## Products\n\n```\n## Not a heading\n```\n";

test("sections that a page lacks come below it, and not one of its bytes changes", () => {
  const mine = "# My rules\n\nBe kind.\n\n## company\n\nmine";
  const { text, added } = appendSections(mine, OURS);
  expect(added).toEqual(["Products"]);
  expect(text).toBe(`${mine}\n\n## Products\n\n\`\`\`\n## Not a heading\n\`\`\`\n`);
  expect(appendSections(text, OURS)).toEqual({ text, added: [] });
});

test("a heading in a code block of the page is no section of it", () => {
  const { added } = appendSections("~~~md\n## Company\n~~~\n", OURS);
  expect(added).toEqual(["Company", "Products"]);
});

test("line endings of the page are used for what is added", () => {
  const { text } = appendSections("# Mine\r\n", OURS);
  expect(text.startsWith("# Mine\r\n\r\n## Company\r\n")).toBe(true);
  expect(text.replaceAll("\r\n", "")).not.toContain("\n");
});

test("a whole page is added once", () => {
  const once = appendPage("# Mine\n", "Read the board.\n");
  expect(once).toBe("# Mine\n\nRead the board.\n");
  expect(appendPage(once, "Read the board.\n")).toBe(once);
});

test("lines that are there already are not added again, and a missing final newline is mended", () => {
  expect(appendLines("dist/\n.hq/", [".hq/", ".memory/"])).toBe("dist/\n.hq/\n.memory/\n");
  expect(appendLines("", [".hq/"])).toBe(".hq/\n");
  expect(appendLines(".hq/\n", [".hq/"])).toBe(".hq/\n");
});
