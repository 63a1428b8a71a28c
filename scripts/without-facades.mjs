/**
 * Node makes a module of its own modules for each that is imported, with every function in it, also those that it has
 * to load first: 5 ms of a start for what nobody asked for. Here a program takes the functions that it uses.
 */
export function withoutFacades() {
  return {
    name: "without-facades",
    setup(bundle) {
      let count = 0;
      bundle.onResolve({ filter: /^node:/ }, ({ path: name, kind }) => {
        if (kind !== "import-statement") return undefined;
        // Each import has its own: what several share becomes a file, which takes longer to read than these few words.
        count += 1;
        return { path: `${name} ${count}`, namespace: "builtin", sideEffects: false };
      });
      bundle.onLoad({ filter: /.*/, namespace: "builtin" }, ({ path: numbered }) => ({
        contents: functionsOf(numbered.split(" ")[0]),
      }));
    },
  };
}

/** A module that gives them one by one; the bundler leaves out what nobody imports. */
function functionsOf(name) {
  const names = Object.keys(process.getBuiltinModule(name)).filter(
    (each) => /^[A-Za-z_]\w*$/.test(each) && each !== "default",
  );
  return [
    `const builtin = /* @__PURE__ */ process.getBuiltinModule("${name}");`,
    "const of = (name) => builtin[name];",
    "export default builtin;",
    ...names.map((each) => `export const ${each} = /* @__PURE__ */ of("${each}");`),
  ].join("\n");
}
