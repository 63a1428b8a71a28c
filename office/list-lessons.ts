/** The lessons that the memory holds, as somebody reads them. */
import { type Lesson, parseLesson } from "../company/lessons/lesson.ts";
import { withMemory } from "./records/with-memory.ts";

export interface ListedLesson extends Lesson {
  /** The entity in memory. */
  name: string;
  /** Files in which it was answered, such as a skill's page. */
  improved: string[];
}

/** The newest first. @throws MemoryError */
export async function listLessons({
  root,
  now,
}: {
  root: string;
  now(): Date;
}): Promise<ListedLesson[]> {
  const { entities } = await withMemory({ root, now }, (store) => store.readGraph());
  return entities
    .flatMap(({ name, observations }) => {
      const read = parseLesson({ name, observations });
      if (read.kind !== "lesson") return [];
      const improved = observations.flatMap(
        (text) => /^improved:\s*\S+\s+(\S+)/i.exec(text)?.[1] ?? [],
      );
      return [{ ...read.lesson, name, improved }];
    })
    .toSorted((one, other) => (one.date < other.date ? 1 : -1));
}
