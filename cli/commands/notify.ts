import type { Command } from "commander";
import { createNotifier } from "../../engine/notify/notifier.ts";
import { requireRoot } from "../../files/root.ts";
import { sendTestNotice } from "../../office/test-notice.ts";
import type { Io } from "../context.ts";
import { instantText } from "../job-lines.ts";
import { addCommand, type CommonOptions, plain, printJson, sentences } from "../output.ts";

export function registerNotify(program: Command, io: Io): void {
  const notify = program.command("notify").description("how you hear of what happens");
  addCommand(notify, "test", "send a notice to try it").action((options: CommonOptions) =>
    test(io, options),
  );
}

async function test(io: Io, options: CommonOptions): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const { env } = io;
  const { delivery, quietUntil, timeZone } = await sendTestNotice({
    ...{ root, now: io.now(), notifier: createNotifier(env), quiet: env.HQ_NOTIFY_QUIET },
  });
  const isSent = delivery.kind === "sent";
  if (!isSent) io.setExitCode(1);
  if (options.json === true) {
    printJson(io, { ok: isSent, ...delivery, quietUntil });
    return;
  }
  if (delivery.kind === "sent") {
    const quiet =
      quietUntil === null
        ? ""
        : ` It is quiet time now: real ones wait until ${instantText(quietUntil, timeZone)}.`;
    io.stdout(sentences(io, `The notice was sent.${quiet}`));
    return;
  }
  const state = delivery.kind === "unknown" ? "may not have been sent" : "was not sent";
  io.stderr(sentences(io, `The notice ${state}: ${delivery.why}.`));
  if (delivery.kind === "refused" && delivery.said) io.stderr(`${plain(delivery.said)}\n`);
}
