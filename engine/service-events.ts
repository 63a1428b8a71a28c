/** What the record and the log keep of the services of `hq up`: that it began, and each end that was not wanted. */

import { withoutSecret } from "../office/runs/held-back.ts";
import { SERVICE_EVENTS, serviceSubject } from "../office/status/services.ts";
import type { ServiceEnd } from "./supervisor/supervise.ts";
import type { Engine } from "./tick.ts";

type Recorded = Pick<Engine, "ledger" | "now" | "log">;

/** From here on what an earlier one gave up is history. */
export async function reportStart({ ledger, now }: Recorded): Promise<void> {
  const at = now().toISOString();
  await ledger.write(({ events }) =>
    events.add({
      at,
      who: "hq",
      what: SERVICE_EVENTS.began,
      subject: null,
      hash: null,
      detail: null,
    }),
  );
}

/** Contract: does not throw. */
export async function reportEnd(
  { ledger, now, log }: Recorded,
  { service, error, isRestarted }: ServiceEnd,
  onTrouble: (sentence: string) => void,
): Promise<void> {
  const found = error instanceof Error ? error.message : String(error);
  const why = await withoutSecret(found);
  const stack = error instanceof Error ? error.stack : undefined;
  log?.write("error", isRestarted ? "service ended and is started again" : "service is given up", {
    ...{ service, why, stack },
  });
  const what = isRestarted ? SERVICE_EVENTS.ended : SERVICE_EVENTS.gaveUp;
  const event = { at: now().toISOString(), who: "hq", what, subject: serviceSubject(service) };
  // The record may be what it ended on; the log has it then.
  await ledger
    .write(({ events }) => events.add({ ...event, hash: null, detail: why }))
    .catch(() => {});
  if (isRestarted)
    onTrouble(`A bug in Solo HQ ended the part "${service}", and it is started again: ${why}`);
}
