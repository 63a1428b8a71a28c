/** What the company's constitution says about its memory, as a plain value: the store knows no constitution. */
export interface MemoryPolicy {
  /** Age above which a fact must be looked up again, by entity type. */
  freshFor: { entityType: string; days: number }[];
  /** Who may write a type; "*" alone means anybody. A type without a row is free. */
  writers: { entityType: string; agents: string[] }[];
  /** How long a type is kept. A type without a row is kept. */
  retention: { entityType: string; keep: KeepRule }[];
  /** IANA name of the zone in which the company's days begin. */
  timeZone: string;
}

export type KeepRule =
  | { kind: "forever" }
  | { kind: "days"; days: number }
  | { kind: "days-after-completed"; days: number };

/** Gives the policy of this moment; null when there is no company, or its constitution cannot be read. */
export type ReadPolicy = () => Promise<MemoryPolicy | null>;
