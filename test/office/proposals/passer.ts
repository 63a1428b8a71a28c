/** A process that makes a pass of the Improver, for a test that kills it. */
import { runImprover } from "../../../office/run-improver.ts";
import { improving } from "./improving.ts";

const [root = ""] = process.argv.slice(2);
const sources = await improving(root);
await runImprover(sources, {});
await sources.close();
