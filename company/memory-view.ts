/**
 * What the rules see of the shared memory: the graph with the date of each fact. The memory server
 * produces values of this shape; the rules never touch a store.
 */
export interface MemoryView {
  entities: RememberedEntity[];
}

export interface RememberedEntity {
  name: string;
  entityType: string;
  /** ISO instant at which the entity was first written, null when nobody knows. */
  at: string | null;
  observations: RememberedObservation[];
}

export interface RememberedObservation {
  text: string;
  /** ISO instant at which the observation was first written, null when nobody knows. */
  at: string | null;
}
