import type { Command } from "commander";
import type { Io } from "../context.ts";
import { registerApprove } from "../post/approve.ts";
import { registerCheck } from "../post/check.ts";
import { registerFounder } from "../post/founder.ts";
import { registerList } from "../post/list.ts";
import { registerMetrics } from "../post/metrics.ts";
import { registerNew } from "../post/new.ts";
import { registerPlan } from "../post/plan.ts";
import { registerPreview } from "../post/preview.ts";
import { registerSend } from "../post/send.ts";

/** `hq post`: from the draft to what stands on a channel. */
export function registerPost(program: Command, io: Io): void {
  const post = program
    .command("post")
    .description("posts: write, look at, check, plan, approve, send");
  registerNew(post, io);
  registerList(post, io);
  registerPreview(post, io);
  registerCheck(post, io);
  registerPlan(post, io);
  registerApprove(post, io);
  registerFounder(post, io);
  registerSend(post, io);
  registerMetrics(post, io);
}
