/** One field of a task line set or taken off; the other segments keep their bytes. */
import { type Field, readTaskLine, type TaskLine, writeTaskLine } from "./task-line.ts";

export type FieldKind = Exclude<Field["kind"], "title" | "unknown">;

/** The line with `text` as its field of that kind: in place of the old one, else at the end. */
export function setField(line: TaskLine, kind: FieldKind, text: string): TaskLine {
  const at = line.fields.findIndex((field) => field.kind === kind);
  const segments = [...line.segments];
  const marks = [...line.marks];
  if (at === -1) {
    segments.push(`${segments.pop()?.trimEnd() ?? ""} `, ` ${text}`);
    marks.push("·");
  } else {
    const old = segments[at] ?? "";
    const lead = old.slice(0, old.length - old.trimStart().length);
    const trail = old.slice(old.trimEnd().length);
    // Behind a mark that is a blank itself no second one is wanted.
    segments[at] = (lead || (marks[at - 1]?.trim() === "" ? "" : " ")) + text + trail;
    const kept = reread({ ...line, segments, marks });
    if (kept.fields.some((field) => field.kind === kind)) return kept;
    // What said by itself that it is a field, such as 📅 or brackets, needed no mark; the words that we write do.
    marks[at - 1] = " ·";
    segments[at] = ` ${text}${trail}`;
  }
  return reread({ ...line, segments, marks });
}

/** The line without its fields of that kind. */
export function removeField(line: TaskLine, kind: FieldKind): TaskLine {
  if (line.fields.every((field) => field.kind !== kind)) return line;
  const isKept = (at: number) => line.fields[at]?.kind !== kind;
  const segments = line.segments.filter((_, at) => isKept(at));
  const marks = line.marks.filter((_, at) => isKept(at + 1));
  // The white space before a separator that is gone would dangle at the end of the line.
  segments.push(segments.pop()?.trimEnd() ?? "");
  return reread({ ...line, segments, marks });
}

/** The line with another title; what stands before it and the fields stay. */
export function setTitle(line: TaskLine, title: string): TaskLine {
  const isField = (at: number) => line.fields[at]?.kind !== "title";
  const others = line.segments.filter((_, at) => isField(at));
  const marks = line.marks.filter((_, at) => isField(at + 1));
  const first = `${line.id} ${title}${others.length > 0 ? " " : ""}`;
  return reread({ ...line, segments: [first, ...others], marks });
}

/** Segments and fields go together: the words of one field may look like another. */
function reread(line: TaskLine): TaskLine {
  const read = readTaskLine(writeTaskLine(line));
  return read.kind === "task" ? read.line : line;
}
