/** Opens the ledger, records one review, and prints its id; with "hang" it stops before the commit. */
import { openLedger } from "../../ledger/open.ts";
import { newReview } from "./samples.ts";

const [file = "", how = "", name = ""] = process.argv.slice(2);
const ledger = await openLedger({ file, busyMs: 30_000 });
const id = await ledger.write(async ({ reviews }) => {
  const added = await reviews.add(newReview({ workHash: name }));
  if (how === "hang") {
    process.stdout.write(`${added}\n`);
    await new Promise((done) => setTimeout(done, 600_000));
  }
  return added;
});
process.stdout.write(`${id}\n`);
await ledger.close();
