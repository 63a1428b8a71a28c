/** Publishes what is due once, and kills itself (-9) at the point that it is given. */
import { publishOnce } from "./publish-once.ts";

const [root = "", url = "", killAt = "0", at = "", channel = "sure"] = process.argv.slice(2);
const to = channel === "x" || channel === "unsure" ? channel : "sure";
let points = 0;
const point = (): void => {
  points += 1;
  if (points === Number(killAt)) process.kill(process.pid, "SIGKILL");
};
await publishOnce({ root, url, at: new Date(at), to, point });
