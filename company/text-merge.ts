/** Three-way merges of texts by lines: what one side changed comes, what both changed is a conflict. */
import { diff3Merge } from "node-diff3";

export type TextMerge =
  | { kind: "clean"; text: string }
  /** Both changed the same lines. `marked` is the whole text with conflict markers. */
  | {
      kind: "conflict";
      marked: string;
      /** The whole text with their lines where both changed the same. */
      withTheirs: string;
      regions: ConflictRegion[];
    };

export interface ConflictRegion {
  /** 1-based line of the founder's file. */
  line: number;
  mine: string[];
  theirs: string[];
}

export interface ThreeTexts {
  /** What was installed. */
  base: string;
  /** The founder's file now. */
  mine: string;
  /** This version of the kit. */
  theirs: string;
}

/** Line by line; line endings and byte order mark of the founder's file are kept. */
export function mergeText(texts: ThreeTexts): TextMerge {
  const base = normal(texts.base);
  const mine = normal(texts.mine);
  const theirs = normal(texts.theirs);
  if (mine === theirs || base === theirs) return { kind: "clean", text: texts.mine };
  const inStyle = (text: string): string => styledLike(texts.mine, text);
  if (base === mine) return { kind: "clean", text: inStyle(theirs) };
  const parts = diff3Merge(mine.split("\n"), base.split("\n"), theirs.split("\n"));
  const lines: string[] = [];
  const theirLines: string[] = [];
  const regions: ConflictRegion[] = [];
  for (const { ok, conflict } of parts) {
    if (ok !== undefined) lines.push(...ok);
    theirLines.push(...(ok ?? conflict?.b ?? []));
    if (conflict === undefined) continue;
    lines.push("<<<<<<< yours", ...conflict.a, "=======", ...conflict.b, ">>>>>>> this version");
    regions.push({ line: conflict.aIndex + 1, mine: conflict.a, theirs: conflict.b });
  }
  const text = inStyle(lines.join("\n"));
  return regions.length === 0
    ? { kind: "clean", text }
    : { kind: "conflict", marked: text, withTheirs: inStyle(theirLines.join("\n")), regions };
}

/** Without byte order mark, with `\\n` as line end. */
export function normal(text: string): string {
  return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}

/** The text with byte order mark and line ends of the model. */
export function styledLike(model: string, text: string): string {
  const bom = model.startsWith("\uFEFF") ? "\uFEFF" : "";
  const plain = normal(text);
  return bom + (model.includes("\r\n") ? plain.replaceAll("\n", "\r\n") : plain);
}
