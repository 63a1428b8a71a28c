/** The company's ledger for a process that may never need it. */
import { existsSync } from "node:fs";
import type { Ledger } from "../../ledger/ledger.ts";
import { openLedger } from "../../ledger/open.ts";

export interface LazyLedger extends Ledger {
  /** The ledger, or null while nobody has recorded anything: looking makes no file. */
  ifAny(): Promise<Ledger | null>;
}

/**
 * Opens the ledger at the first call that needs it. When it cannot be opened each call says why, and
 * the next one tries again. Closing one that was never opened is harmless.
 */
export function lazyLedger(file: string): LazyLedger {
  let opening: Promise<Ledger> | undefined;
  const open = async (): Promise<Ledger> => {
    opening ??= openLedger({ file });
    try {
      return await opening;
    } catch (error) {
      opening = undefined;
      throw error;
    }
  };
  return {
    ifAny: async () => (opening !== undefined || existsSync(file) ? open() : null),
    read: async (body) => (await open()).read(body),
    write: async (body) => (await open()).write(body),
    close: async () => {
      const ledger = await opening?.catch(() => undefined);
      await ledger?.close();
    },
  };
}
