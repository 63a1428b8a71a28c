/**
 * How often a property is tried: `few` in `npm test`, `many` in `npm run test:long`, which runs only
 * the files that ask here. `npm run test:memory-long` (SOLO_HQ_LONG=1) takes the many too.
 */
export function rounds({ few, many }: { few: number; many: number }): number {
  return process.env.SOLO_HQ_LONG === undefined ? few : many;
}
