import type { Session } from "./session.ts";

/**
 * The session for one call that may be given up. A write that was given up before its turn came is not
 * made, and one that began is made whole; a read of several parts stops between them. Both reject with
 * the signal's reason.
 */
export function heeding(session: Session, signal: AbortSignal): Session {
  return {
    ...session,
    read: (body) =>
      session.read((db) => {
        signal.throwIfAborted();
        return body(db);
      }),
    write: (as, body) => session.write({ ...as, signal }, body),
    exclusive: (body, how) =>
      session.exclusive((on) => {
        signal.throwIfAborted();
        return body(on);
      }, how),
  };
}
