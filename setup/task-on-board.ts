/** How a first task stands on the board. */

/** `·` separates the fields of a task line, so it cannot stand in a title. */
export function boardTitle(title: string): string {
  return title.replaceAll("·", "-").replaceAll(/\s+/g, " ").trim();
}

/** Indented under the task, where the board keeps a person's notes. */
export function withNotes(text: string, id: string, notes: readonly string[]): string {
  if (notes.length === 0) return text;
  const lines = text.split("\n");
  const at = lines.findIndex((line) => new RegExp(`\\] ${id} `).test(line));
  const cr = lines[at]?.endsWith("\r") ? "\r" : "";
  lines.splice(at + 1, 0, ...notes.map((note) => `  - ${note.replaceAll(/\s+/g, " ")}${cr}`));
  return lines.join("\n");
}
