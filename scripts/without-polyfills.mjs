/** twitter-text brings what browsers of 2018 lacked; every Node that we run on has it. */
export function withoutPolyfills() {
  return {
    name: "without-polyfills",
    setup(bundle) {
      bundle.onResolve({ filter: /^core-js\// }, ({ path: name }) => ({
        path: name,
        namespace: "polyfill",
      }));
      bundle.onLoad({ filter: /.*/, namespace: "polyfill" }, () => ({ contents: "" }));
      // The package of that name, not Node's own module, which warns of its end.
      bundle.onResolve({ filter: /^punycode$/ }, ({ resolveDir, kind }) =>
        bundle.resolve("punycode/punycode.js", { resolveDir, kind }),
      );
    },
  };
}
