import type { Plugin } from "esbuild";

export function withoutPolyfills(): Plugin;
