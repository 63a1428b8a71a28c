/** Ctrl-C, a closed terminal and the system's request to end, as one signal of work in hand. */

export interface Ended {
  signal: AbortSignal;
  /** From now on they end the program again. */
  release(): void;
}

const NAMES = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Aborted with a sentence at the first of them; a second one ends the program at once. */
export function untilSignalled(): Ended {
  const end = new AbortController();
  const release = () => {
    for (const name of NAMES) process.off(name, onSignal);
  };
  function onSignal(name: NodeJS.Signals): void {
    release();
    const who = name === "SIGINT" ? "You ended it with Ctrl-C." : `hq was ended (${name}).`;
    end.abort(who);
  }
  for (const name of NAMES) process.on(name, onSignal);
  return { signal: end.signal, release };
}
