/**
 * Files that share a worker must leave it as they found it, or one decides what the next one sees.
 * Runs with every such file, after all of its own hooks.
 */
import { afterAll, beforeAll, expect } from "vitest";

const state = () => ({
  env: { ...process.env },
  folder: process.cwd(),
  listeners: Object.fromEntries(
    process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
  ),
});
let found: ReturnType<typeof state>;

beforeAll(() => {
  found = state();
});

afterAll(() => {
  expect(state(), "this file has changed the process that other files run in").toEqual(found);
});
