import { z } from "zod";
import { misses } from "../../company/board/misses.ts";
import type { Task } from "../../company/board/task.ts";

/** A task as the tools show it. */
export const shownTask = {
  id: z.string(),
  title: z.string(),
  agent: z.string().nullable(),
  section: z.enum(["Now", "Next", "Blocked", "Done"]),
  done: z.boolean(),
  due: z.string().nullable(),
  was: z.array(z.string()),
  misses: z.number().int(),
  blocked: z.string().nullable(),
  rootCause: z.string().nullable(),
  line: z.number().int(),
};

/** The task with its misses counted; `today` is the date in the company's time zone. */
export function showTask(task: Task, today: string): z.infer<z.ZodObject<typeof shownTask>> {
  const { doneOn, ...shown } = task;
  return { ...shown, misses: misses(task, today) };
}
