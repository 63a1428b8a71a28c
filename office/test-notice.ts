/** A notice to try whether the founder hears of things. */
import { HqError } from "../company/error.ts";
import { quietUntil, readQuietTime } from "../company/quiet-time.ts";
import { readConstitution } from "../files/company.ts";
import type { Delivery, Notifier } from "./notices/notifier.ts";
import { messageOf } from "./send-notices.ts";

export interface TestNoticeSources {
  root: string;
  now: Date;
  notifier: Notifier | null;
  quiet: string | undefined;
}

/**
 * Sends one, quiet hours or not; the record knows nothing of it. `quietUntil`: when the next real one
 * would come, ISO 8601; null when it would come at once.
 * @throws HqError `wrong-state` when nobody is to be told, `usage` for quiet hours that cannot be read
 */
export async function sendTestNotice({ root, now, notifier, quiet }: TestNoticeSources): Promise<{
  delivery: Delivery;
  quietUntil: string | null;
  timeZone: string;
}> {
  const { constitution } = await readConstitution(root);
  if (notifier === null) {
    throw new HqError(
      "wrong-state",
      "Cannot send a notice: HQ_NOTIFY is not set, expected a command or a webhook's address.",
      {
        hint: 'Set it where hq up or hq tick is started, e.g. HQ_NOTIFY=https://… or HQ_NOTIFY=\'notify-send "Solo HQ" "$(cat)"\'',
      },
    );
  }
  const hours = readQuietTime(quiet);
  const { timeZone } = constitution.company;
  const until = hours === null ? null : quietUntil(hours, { now, timeZone });
  const text = "This is a test: notices reach you here.";
  const notice = { kind: "test", text, at: now.toISOString() };
  const delivery = await notifier.deliver(messageOf(constitution, [notice]));
  return { delivery, quietUntil: until?.toISOString() ?? null, timeZone };
}
