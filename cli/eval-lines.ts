/** Results of evals for a person: a table by department, then each failure with what it is about. */
import type { ScenarioResult, WithoutResult } from "../office/run-scenarios.ts";
import type { Io } from "./context.ts";
import { broken, colors } from "./output.ts";

/** Departments with what passed and how long it took, at most 80 columns. */
export function scenarioTable(io: Io, results: readonly ScenarioResult[]): string {
  const { bold } = colors(io);
  const departments = [...new Set(results.map(({ department }) => department))];
  const rows = departments.map((id) =>
    row(
      id,
      results.filter((each) => each.department === id),
    ),
  );
  const head = bold(line(["department", "scenarios", "passed", "seconds"]));
  return `${[head, ...rows].join("\n")}\n`;
}

function row(id: string, results: readonly ScenarioResult[]): string {
  const ms = results.reduce((sum, each) => sum + each.ms, 0);
  const passed = results.filter(({ ok }) => ok).length;
  return line([id, String(results.length), String(passed), (ms / 1_000).toFixed(1)]);
}

function line([first = "", ...numbers]: string[]): string {
  return `${first.slice(0, 20).padEnd(20)}${numbers.map((each) => each.padStart(12)).join("")}`;
}

/** What was expected, what happened, and where the words stand that it is about. */
export function failureLines(io: Io, results: readonly ScenarioResult[]): string {
  return results
    .filter(({ ok }) => !ok)
    .map(({ department, id, shows, about, failures }) =>
      [
        `\n${colors(io).bold(`${department}/${id}`)}\n`,
        broken(io, shows, "  expected: "),
        ...failures.map((each) => broken(io, each, "  found: ")),
        broken(io, about, "  about: "),
      ].join(""),
    )
    .join("");
}

/** Those that do not fail although what they are about was taken out: they show nothing. */
export function withoutLines(io: Io, without: readonly WithoutResult[]): string {
  return without
    .filter(({ fails }) => !fails)
    .map(({ department, id, why }) =>
      broken(
        io,
        why[0] ?? "it passes without what it is about, so that it shows nothing",
        `${department}/${id}: `,
      ),
    )
    .join("");
}
