import { clip } from "../company/clip.ts";
import { mainCount } from "../company/posts/reach.ts";
import type { ChannelReach } from "../office/posts/read-reach.ts";
import type { Io } from "./context.ts";
import { colors, plain } from "./output.ts";

const BAR = 20;
const REST = 26;

/** The last weeks of each channel as a small table with bars, at most 80 columns. */
export function reachLines(io: Io, reach: readonly ChannelReach[]): string {
  return reach.map((each) => tableOf(io, each)).join("\n");
}

function tableOf(io: Io, { channel, weeks }: ChannelReach): string {
  const { bold } = colors(io);
  const read = weeks.flatMap((each) => (each.reach === null ? [] : [each.reach]));
  const main = mainCount(read);
  const most = Math.max(1, ...read.map(({ counts }) => counts[main ?? ""] ?? 0));
  const head = `${"week".padEnd(8)}  ${"posts".padStart(5)}  ${clip(main ?? "", 11).padStart(11)}`;
  const rows = weeks.map(({ week, reach }) => {
    if (reach === null) return `${week}      –            –`;
    const value = reach.counts[main ?? ""] ?? 0;
    const bar = "█".repeat(Math.round((value / most) * BAR)) || (value > 0 ? "▏" : "");
    const rest = Object.entries(reach.counts).filter(([name]) => name !== main);
    const words = clip(rest.map(([name, count]) => `${count} ${name}`).join(", "), REST);
    const numbers = `${String(reach.posts).padStart(5)}  ${String(value).padStart(11)}`;
    return `${week}  ${numbers}  ${bar.padEnd(BAR)}  ${plain(words)}`.trimEnd();
  });
  return `${bold(plain(channel))}\n  ${[head, ...rows].join("\n  ")}\n`;
}
