/** Migrations are bundled as text (scripts/build.mjs) and read as text by the tests (vitest.config.ts). */
declare module "*.sql" {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: that is how esbuild offers a text file
  export default text;
}
