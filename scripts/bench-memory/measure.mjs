import { quiet } from "./server.mjs";

export const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

export async function timed(body) {
  const start = performance.now();
  await body();
  return performance.now() - start;
}

/**
 * Times the same call on several servers, in turns of `block` calls, so that whatever else the
 * machine does meets all of them. Returns the median in ms for each server.
 */
export async function interleaved(servers, { samples, block = 20 }, call) {
  const times = servers.map(() => []);
  for (let from = 0; from < samples; from += block) {
    for (const [which, server] of servers.entries()) {
      await quiet(servers);
      for (let i = from; i < Math.min(from + block, samples); i++) {
        times[which].push(await timed(() => call(server, i)));
      }
    }
  }
  return times.map(median);
}
