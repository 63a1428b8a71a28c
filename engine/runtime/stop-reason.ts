/** Why a run was told to end, as a sentence; a signal of somebody else's may have none. */
export function reasonOf({ reason }: AbortSignal): string {
  return typeof reason === "string" ? reason : "It was stopped.";
}
