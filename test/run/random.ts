/** Numbers that look random and are the same for the same seed, so that a failure can be tried again. */
export type Random = (below: number) => number;

export function randomOf(seed: number): Random {
  let state = Math.imul(seed + 1, 2_654_435_761) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    // The low bits repeat soon.
    return (state >>> 8) % below;
  };
}
