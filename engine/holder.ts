/** Who works on something: a process of a machine, known again when it is gone. */
import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** The name under which this machine is known: HQ_MACHINE, else what it calls itself. */
export function machineName(env: Readonly<Record<string, string | undefined>>): string {
  return env.HQ_MACHINE?.trim() || hostname();
}

/** This process: machine, pid, and where the system tells it, when it was started. */
export function holderHere(machine: string): string {
  return [machine, process.pid, startOf(process.pid) ?? ""].join("\t");
}

/** Whether the process is certainly gone. One of another machine is only known by its lease. */
export function isGone(holder: string, machine: string): boolean {
  const [place, pid, start = ""] = holder.split("\t");
  if (place !== machine || pid === undefined || !/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
  const now = startOf(Number(pid));
  // A number that was given to another process meanwhile.
  return start !== "" && now !== null && now !== start;
}

/** Ticks after the start of the system; null where that is not told. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name of the program stands in brackets and may hold anything.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
