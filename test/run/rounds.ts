/**
 * How often a property is tried: `few` in `npm test`, `many` in `npm run test:long`, which runs only
 * the files that ask here and must end while somebody waits. Any other SOLO_HQ_LONG, such as 1 for one file by
 * hand or in `npm run test:memory-long`, takes `most`, where there is one.
 */
export function rounds({
  few,
  many,
  most = many,
}: {
  few: number;
  many: number;
  most?: number;
}): number {
  const asked = process.env.SOLO_HQ_LONG;
  if (asked === undefined) return few;
  return asked === "rounds" ? many : most;
}
