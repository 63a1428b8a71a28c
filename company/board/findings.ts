/** What can be wrong on a board, as findings. Lines are 1-based here. */
import { clip } from "../clip.ts";
import type { Finding } from "../finding.ts";
import { isHiddenField } from "./hidden-fields.ts";
import type { Place } from "./place.ts";
import type { Scan, ScannedLine } from "./scan.ts";
import type { Stray } from "./strays.ts";
import type { Task } from "./task.ts";
import type { Field, Problem, TaskLine } from "./task-line.ts";

/** Characters of a line that a message shows. */
const SHOWN = 60;
const TASK_FORM = "`- [ ] T-012 Title · @agent · due 2026-11-27`";

export function malformedLine(place: Place, problem: Problem): Finding {
  return { ...place, severity: "error", ...problem, fix: `Write it as ${TASK_FORM}.` };
}

/** A line that was meant as a task; an error where it has a box, as a box is only ever one. */
export function strayLine(
  place: Place,
  { stray, text, as }: { stray: Stray; text: string; as: string },
): Finding {
  const seen = {
    what: `"${clip(text.trim(), SHOWN)}" is in no plan`,
    expected: "a task with a box and an id",
  };
  return {
    ...place,
    severity: stray.problem === null ? "warning" : "error",
    ...(stray.problem ?? seen),
    fix: `Write: ${as} (or: hq board tidy)`,
  };
}

export function notText(place: Place): Finding {
  return {
    ...place,
    severity: "error",
    what: "a NUL byte",
    expected: "text",
    fix: "Restore the file from git.",
  };
}

/** A board that was emptied or overwritten must not look like one on which everything is done. */
export function noSection(file: string): Finding {
  return {
    file,
    line: 0,
    severity: "error",
    what: "no heading ## Now, ## Next, ## Blocked or ## Done",
    expected: "a board with these sections",
    fix: "Restore the file from git, or write the four headings.",
  };
}

export function taskOutside(place: Place, id: string, scanned: ScannedLine): Finding {
  const where =
    scanned.heading === null ? "before the first section" : `under "${scanned.heading}"`;
  return {
    ...place,
    severity: "warning",
    what: `the task ${id} stands ${where}`,
    expected: "one of the sections Now, Next, Blocked, Done",
    fix: "Move it there; until then it is in no plan.",
  };
}

export function duplicateId(place: Place, task: Task, first: Task): Finding {
  return {
    ...place,
    severity: "error",
    what: `the id ${task.id} is taken by the task on line ${first.line}`,
    expected: "an id of its own",
    fix: "Give the newer of the two the next free number.",
  };
}

/** A fence or comment without an end hides every task below it. */
export function unclosedBlock(file: string, unclosed: NonNullable<Scan["unclosed"]>): Finding {
  return {
    file,
    line: unclosed.line + 1,
    severity: "error",
    what: `the ${unclosed.what} that begins here never ends`,
    expected: "its closing line",
    fix: "Close it: no task below it is read.",
  };
}

/** The fields of one task that cannot be, or cannot all be, true. */
export function fieldFindings(
  place: Place,
  line: TaskLine,
  departments: readonly string[] | null,
): Finding[] {
  const findings: Finding[] = [];
  const add = (problem: Problem, fix: string, severity: Finding["severity"] = "error") =>
    findings.push({ ...place, severity, ...problem, what: `${line.id} has ${problem.what}`, fix });
  const given = new Set<Field["kind"]>();
  for (const [at, field] of line.fields.entries()) {
    if (field.kind === "title") continue;
    // Told with the line as it should be, by `hiddenFields`.
    const isHidden = !line.done && isHiddenField(line.segments[at] ?? "", departments);
    if (field.kind === "unknown" && isHidden) continue;
    if ("problem" in field && field.problem !== null) {
      if (field.kind === "unknown")
        add(field.problem, "Put it in the title or in a note below.", "warning");
      else if (field.kind === "due") {
        add(field.problem, `Correct the date, or: hq board due ${line.id} DAY, such as fri.`);
      } else add(field.problem, "Correct the date.");
    }
    if (field.kind !== "unknown" && given.has(field.kind)) {
      const what = `two fields of the kind "${field.kind}"`;
      add({ what, expected: "one" }, "Delete one; only the first is read.");
    }
    given.add(field.kind);
  }
  return findings;
}

export function unticked(place: Place, id: string): Finding {
  return {
    ...place,
    severity: "warning",
    what: `${id} stands under Done with an empty box`,
    expected: "`[x]`",
    fix: "Tick it, or move it back.",
  };
}
